#include "bulk/checked_options.hpp"

#include "bulk/input/input_rows.hpp"
#include "bulk/input/row_form.hpp"
#include "bulk/input/text/field_names.hpp"
#include "bulk/refuse.hpp"
#include "bulk/services.hpp"

#include <useapi/bulk/profile.hpp>

#include <chrono>
#include <set>
#include <string>
#include <string_view>

namespace useapi::bulk {

import_options checked_options(import_options options)
{
    if (options.concurrency() < 1 || options.concurrency() > 10'000)
        refuse("concurrency must be 1 to 10000");
    if (!(options.rate() >= 0 && options.rate() <= 1e6))
        refuse("rate must be 0 to 1000000 a second");
    if (options.service_patience() < std::chrono::milliseconds::zero())
        refuse("service_patience must not be negative");
    if (options.max_rejected_percent() > 100)
        refuse("max_rejected_percent must be 0 to 100");
    if (options.lease() < std::chrono::seconds(1) || options.lease() > std::chrono::hours(24))
        refuse("lease must be 1 second to a day");
    if (options.grace() < std::chrono::milliseconds::zero())
        refuse("grace must not be negative");
    if (options.delimiter() != 0 &&
        std::string_view(",;\t|").find(options.delimiter()) == std::string_view::npos)
        refuse("delimiter must be a comma, a semicolon, a tab or a bar");
    const auto service = find_service(options.service());
    if (!service)
        refuse("service must be one of " + listed_services());
    if (*service != nullptr && options.verify())
        refuse("verify: accounts of " + options.service() + " do not tell when they logged in");
    const field_names names_of_fields({}, fields_of(*service));
    for (const auto& [field, name] : options.columns())
        if (field != names_of_fields.field_of(field) || is_blank(name))
            refuse("a column is named for one of " + names_of_fields.listed());
    std::set<std::string> names;
    for (const profile& each : options.profiles()) {
        if (!names.insert(each.name()).second)
            refuse("profile " + each.name() + " is given twice");
        if (!(each.rate() >= 0 && each.rate() <= 1e6))
            refuse("profile " + each.name() + ": rate must be 0 to 1000000 a second");
    }
    static_cast<void>(format_of(options));
    return options;
}

} // namespace useapi::bulk
