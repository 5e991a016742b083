#include "cli/import/input_report.hpp"

#include "bulk/plural.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/render_json.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace useapi::cli {

std::string input_name(const import_arguments& given)
{
    return given.file == "-" ? std::string("standard input") : printable(given.file);
}

std::string share_of_bad_rows(const bulk::check_report& found)
{
    return fmt::format("{} of {} {} bad", found.problem_count,
                       bulk::plural_rows(found.problem_count + found.rows),
                       found.problem_count == 1 ? "is" : "are");
}

void report_problems(console& out, const import_arguments& given, const bulk::check_report& found)
{
    const std::string name = input_name(given);
    for (const bulk::row_problem& problem : found.problems) {
        const std::string line = fmt::format("{}: {}", name, printable(problem.text()));
        if (given.skip_invalid)
            out.warn(line);
        else
            out.complain(line);
    }
    for (const bulk::row_problem& warning : found.warnings)
        out.warn(fmt::format("{}: {}", name, printable(warning.text())));
    if (found.warning_count > found.warnings.size())
        out.note(fmt::format(
            "{}: {}", name,
            bulk::plural(found.warning_count - found.warnings.size(), "more warning", "more warnings")));
    if (found.problem_count > found.problems.size())
        out.note(
            fmt::format("{}: {} more", name,
                        bulk::plural(found.problem_count - found.problems.size(), "bad row", "bad rows")));
}

bool is_refused_as_empty(const import_arguments& given, const bulk::check_report& found)
{
    return found.rows == 0 && found.problem_count == 0 && !given.allow_empty;
}

bool report_check(console& out, const import_arguments& given, const bulk::check_report& found)
{
    const std::string name = input_name(given);
    report_problems(out, given, found);
    // Standard input is not checked before it is sent.
    if (found.is_broken)
        out.complain(fmt::format("{}: the rest cannot be read, nothing was sent", name));
    else if (std::filesystem::is_regular_file(given.file) && is_refused_as_empty(given, found))
        out.complain(fmt::format("{}: it holds no row (--allow-empty allows that)", name));
    else if (found.problem_count == 0 || given.skip_invalid)
        return true;
    else
        out.complain(fmt::format("{}: {}, nothing was sent (--skip-invalid skips bad rows)", name,
                                 share_of_bad_rows(found)));
    if (out.is_json())
        out.print(invalid_input_json(found));
    return false;
}

} // namespace useapi::cli
