#ifndef USEAPI_SRC_CLI_REPORT_REPORT_PAGE_HPP
#define USEAPI_SRC_CLI_REPORT_REPORT_PAGE_HPP

#include "cli/report/run_report.hpp"

#include <string>

namespace useapi::cli {

/** The report as one HTML page, light or dark as the reader prefers. The page loads nothing. */
std::string report_page(const run_report& report);

} // namespace useapi::cli

#endif
