#include "cli/commands.hpp"

#include "bulk/plural.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/output/console.hpp"
#include "cli/output/render_json.hpp"

#include <useapi/bulk/import.hpp>

#include <fmt/format.h>

namespace useapi::cli {

exit_code run_validate_command(const arguments& given, console& out)
{
    const bulk::check_report found = bulk::check_input(import_setup::without_token(given, out).options());
    const bool is_empty = is_refused_as_empty(given.bulk, found);
    const bool is_good = found.problem_count == 0 && !found.is_broken && !is_empty;
    const std::string name = input_name(given.bulk);
    report_problems(out, given.bulk, found);
    if (found.is_broken)
        out.complain(fmt::format("{}: the rest cannot be read", name));
    else if (is_empty)
        out.complain(fmt::format("{}: it holds no row (--allow-empty allows that)", name));
    else if (!is_good)
        out.complain(fmt::format("{}: {}", name, share_of_bad_rows(found)));
    if (out.is_json())
        out.print(validation_json(found, is_good));
    else if (is_good)
        out.confirm(
            fmt::format("{}: {}, all good{}", name, bulk::plural_rows(found.rows),
                        found.duplicates == 0
                            ? std::string()
                            : fmt::format("; {} of them repeat an earlier one exactly", found.duplicates)));
    return is_good ? exit_code::done : exit_code::usage;
}

} // namespace useapi::cli
