#ifndef USEAPI_SRC_CLI_REPORT_RENDER_REPORT_HPP
#define USEAPI_SRC_CLI_REPORT_RENDER_REPORT_HPP

#include "cli/report/run_report.hpp"

#include <string>

namespace useapi::cli {

/** The report as a text of several lines for people. */
[[nodiscard]] std::string report_text(const run_report& report);
[[nodiscard]] std::string status_text(const run_report& report);

/** The report as one JSON object on one line. */
[[nodiscard]] std::string report_json(const run_report& report);
[[nodiscard]] std::string status_json(const run_report& report);

/** A table of every account, line by line. @see RFC 4180 */
[[nodiscard]] std::string csv_header();
[[nodiscard]] std::string csv_line(const bulk::ledger_row& row);

} // namespace useapi::cli

#endif
