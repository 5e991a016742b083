#ifndef USEAPI_TEST_UNIT_CLI_REPORT_RECORDED_ROWS_HPP
#define USEAPI_TEST_UNIT_CLI_REPORT_RECORDED_ROWS_HPP

#include "cli/report/run_report.hpp"

#include <chrono>
#include <cstdint>

namespace useapi::test {

/** When the run of these rows began. */
inline constexpr bulk::wall_time start{std::chrono::milliseconds(1'800'000'000'000)};

inline bulk::ledger_run run_of(std::uint64_t rows)
{
    bulk::ledger_run run;
    run.input = "/x/in.csv";
    run.base_url = "https://a/v1";
    run.rows = rows;
    run.now = start + std::chrono::hours(1);
    return run;
}

inline bulk::ledger_row row_of(bulk::row_state state, std::chrono::milliseconds elapsed,
                               bulk::wall_time settled_at, int status = 200)
{
    bulk::ledger_row row;
    row.key = bulk::row_key("", "a@b.cd");
    row.state = state;
    row.attempts = 1;
    row.status = status;
    row.elapsed = elapsed;
    row.first_sent_at = start;
    if (state != bulk::row_state::sent)
        row.settled_at = settled_at;
    return row;
}

} // namespace useapi::test

#endif
