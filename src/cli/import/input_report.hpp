#ifndef USEAPI_SRC_CLI_IMPORT_INPUT_REPORT_HPP
#define USEAPI_SRC_CLI_IMPORT_INPUT_REPORT_HPP

#include "cli/command_line/arguments.hpp"

#include <useapi/bulk/check_report.hpp>

#include <string>

namespace useapi::cli {

class console;

/** The name of the input in messages. */
[[nodiscard]] std::string input_name(const import_arguments& given);

/** How many of all rows are bad, as a clause. */
[[nodiscard]] std::string share_of_bad_rows(const bulk::check_report& found);

/** Whether an input without a single row is refused. */
[[nodiscard]] bool is_refused_as_empty(const import_arguments& given, const bulk::check_report& found);

/** Names the bad rows on standard error, and warns of rows that may be a mistake. */
void report_problems(console& out, const import_arguments& given, const bulk::check_report& found);

/** Reports the result of checking an input, before the input is used.
    @return whether the run may begin */
[[nodiscard]] bool report_check(console& out, const import_arguments& given, const bulk::check_report& found);

} // namespace useapi::cli

#endif
