#ifndef USEAPI_SRC_CLI_REPORT_REPORT_CHARTS_HPP
#define USEAPI_SRC_CLI_REPORT_REPORT_CHARTS_HPP

#include "cli/report/run_report.hpp"

#include <array>
#include <string>

// The charts of a report's page, as SVG or HTML. Their colours are the page's, by the names of the states.

namespace useapi::bulk::page {

/** What the timeline shows, from the bottom up. */
inline constexpr std::array<row_state, 4> charted_outcomes{row_state::applied, row_state::rejected,
                                                           row_state::failed, row_state::unknown};

std::string timeline_chart(const timeline& shown);
std::string latency_chart(const latencies& shown);
std::string retry_chart(const retry_counts& retries);

} // namespace useapi::bulk::page

#endif
