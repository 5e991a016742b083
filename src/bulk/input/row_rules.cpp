#include "bulk/input/row_builder.hpp"
#include "bulk/input/row_form.hpp"
#include "bulk/services.hpp"

namespace useapi::bulk {

row_rules::row_rules(const import_options& options, row_needs what)
    : delimiter(options.delimiter()), ignores_columns(options.ignore_columns()),
      needs_profile(options.needs_profile()), needs(what), service(service_of(options))
{
    names = field_names(options.columns(), fields_of(service));
    for (const profile& each : options.profiles())
        if (!each.name().empty())
            profiles.push_back(each.name());
}

} // namespace useapi::bulk
