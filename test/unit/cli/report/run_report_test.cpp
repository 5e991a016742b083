#include "unit/cli/report/recorded_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(run_reports)

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(rows_are_counted_by_state_and_the_rest_of_the_input_waits)
{
    run_report report(run_of(10));
    report.add(row_of(row_state::applied, 100ms, start));
    report.add(row_of(row_state::rejected, 100ms, start, 401));
    report.add(row_of(row_state::sent, 0ms, start));
    report.add(row_of(row_state::pending, 0ms, start));
    BOOST_TEST(report.states()[row_state::applied] == 1U);
    BOOST_TEST(report.states()[row_state::sent] == 1U);
    BOOST_TEST(report.waiting() == 7U);
    BOOST_TEST(report.in_need_count() == 1U);
    BOOST_TEST(report.attempts() == 4U);
}

BOOST_AUTO_TEST_CASE(timeline_stays_within_its_intervals_however_long_a_run_takes)
{
    timeline line;
    std::uint64_t added = 0;
    for (auto at = start; at < start + 24h * 30; at += 17min, ++added)
        line.add(at, row_state::applied);
    const auto all = line.intervals();
    BOOST_TEST(all.size() <= timeline::most_intervals);
    BOOST_TEST(all.size() > timeline::most_intervals / 8);
    std::uint64_t counted = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        counted += all[i].second[row_state::applied];
        BOOST_TEST((i == 0 || all[i].first - all[i - 1].first == line.interval()));
    }
    BOOST_TEST(counted == added);
}

BOOST_AUTO_TEST_CASE(latency_falls_into_its_class)
{
    latencies times;
    BOOST_TEST((times.quantile(.5) == 0ms));
    for (const auto time : {0ms, 50ms, 51ms, 1000ms, 120'000ms, 120'001ms})
        times.add(time);
    BOOST_TEST(times.classes()[0] == 2U);
    BOOST_TEST(times.classes()[1] == 1U);
    BOOST_TEST(times.classes()[4] == 1U);
    BOOST_TEST(times.classes()[11] == 1U);
    BOOST_TEST(times.classes()[12] == 1U);
    BOOST_TEST((times.quantile(0) == 0ms));
    BOOST_TEST((times.quantile(.5) == 51ms));
    BOOST_TEST((times.quantile(1) == 120'001ms));
}

BOOST_AUTO_TEST_CASE(rate_is_that_of_the_last_minute)
{
    run_report report(run_of(10));
    report.add(row_of(row_state::applied, 1s, start));
    BOOST_TEST(report.recent_rate() == 0.0);
    for (int i = 0; i < 30; ++i)
        report.add(row_of(row_state::applied, 1s, start + 1h - 1s * i));
    BOOST_TEST(report.recent_rate() == 0.5);
}

BOOST_AUTO_TEST_CASE(account_in_need_comes_with_what_to_do)
{
    const auto advice = [](row_state state, int status, std::string error, bool worth_retrying = false) {
        ledger_row row = row_of(state, 1s, start, status);
        row.error = std::move(error);
        row.worth_retrying = worth_retrying;
        return std::string(advice_for(row));
    };
    const auto has = [](const std::string& text, std::string_view part) {
        return text.find(part) != std::string::npos;
    };
    BOOST_TEST(has(advice(row_state::rejected, 401, "Wrong username/password combination."), "password"));
    BOOST_TEST(has(advice(row_state::rejected, 401, "This account has been suspended."), "suspended"));
    BOOST_TEST(has(advice(row_state::rejected, 401, "Unauthorized", true), "token"));
    BOOST_TEST(has(advice(row_state::rejected, 402, "", true), "subscription"));
    BOOST_TEST(has(advice(row_state::rejected, 412, ""), "credits"));
    BOOST_TEST(has(advice(row_state::rejected, 402, ""), "no place left"));
    BOOST_TEST(has(advice(row_state::rejected, 596, ""), "by hand"));
    BOOST_TEST(has(advice(row_state::failed, 503, "", true), "Run the import again"));
    BOOST_TEST(has(advice(row_state::unknown, 0, ""), "--verify"));
    BOOST_TEST(advice(row_state::applied, 200, "") == "");
}

BOOST_AUTO_TEST_CASE(accounts_in_need_are_counted_by_their_reason_and_listed_by_line)
{
    run_report report(run_of(40));
    for (std::uint64_t i = 0; i < 30; ++i) {
        ledger_row row = row_of(row_state::rejected, 1s, start, i < 3 ? 596 : 401);
        row.key.email = std::to_string(i) + "@b.cd";
        row.line = 100 - i;
        row.error = i < 3 ? "error state" : "Wrong username/password combination.";
        report.add(row);
    }
    const auto reasons = report.reasons();
    BOOST_TEST_REQUIRE(reasons.size() == 2U);
    BOOST_TEST(reasons[0].accounts == 27U);
    BOOST_TEST(reasons[0].status == 401);
    BOOST_TEST(reasons[0].advice.find("right email and password") != std::string_view::npos);
    BOOST_TEST(reasons[1].accounts == 3U);
    BOOST_TEST(report.in_need().front().line == 71U);
    BOOST_TEST(report.in_need().back().line == 100U);
}

BOOST_AUTO_TEST_CASE(reasons_and_accounts_of_a_report_are_bounded)
{
    run_report report(run_of(5000));
    for (std::uint64_t i = 0; i < 3000; ++i) {
        ledger_row row = row_of(row_state::failed, 1s, start, 500);
        row.line = 5000 - i;
        row.error = "request " + std::to_string(i);
        report.add(row);
    }
    const auto reasons = report.reasons();
    BOOST_TEST(reasons.size() == run_report::listed_reasons + 1);
    BOOST_TEST(reasons.back().accounts == 3000U - run_report::listed_reasons);
    BOOST_TEST(reasons.back().error.empty());
    BOOST_TEST(report.in_need().size() == run_report::listed_accounts);
    BOOST_TEST(report.in_need().front().line == 2001U);
    BOOST_TEST(report.in_need().back().line == 4000U);
    BOOST_TEST(report.in_need_count() == 3000U);
}

BOOST_AUTO_TEST_CASE(verdict_counts_and_rounds_down)
{
    run_report report(run_of(5000));
    for (int i = 0; i < 4999; ++i)
        report.add(row_of(row_state::applied, 1s, start));
    BOOST_TEST(report.verdict() == "4,999 of 5,000 registered, 99.9 %. 1 is not done yet.");
    report.add(row_of(row_state::rejected, 1s, start, 401));
    BOOST_TEST(report.verdict() == "4,999 of 5,000 registered, 99.9 %. 1 needs attention.");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
