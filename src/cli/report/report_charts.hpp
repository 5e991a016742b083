#ifndef USEAPI_SRC_CLI_REPORT_REPORT_CHARTS_HPP
#define USEAPI_SRC_CLI_REPORT_REPORT_CHARTS_HPP

#include "cli/report/run_report.hpp"

#include <array>
#include <string>

// The charts of a report's page, as SVG or HTML. The page defines a colour for the name of each state.

namespace useapi::cli::page {

/** The outcomes in the timeline, from bottom to top. */
inline constexpr std::array<bulk::row_state, 4> charted_outcomes{
    bulk::row_state::applied, bulk::row_state::rejected, bulk::row_state::failed, bulk::row_state::unknown};

std::string timeline_chart(const timeline& shown);
std::string latency_chart(const latencies& shown);
std::string retry_chart(const bulk::retry_counts& retries);

} // namespace useapi::cli::page

#endif
