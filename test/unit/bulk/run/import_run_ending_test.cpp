#include "unit/bulk/scenario.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

BOOST_AUTO_TEST_SUITE(endings_of_runs)

BOOST_AUTO_TEST_CASE(refused_token_stops_the_run_at_once)
{
    scenario s(100);
    s.run->start();
    s.end(email_of(0), refused(errc::token_refused, 401));
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 3);
    BOOST_TEST(s.world->calls.size() == 4U);
    BOOST_TEST(s.summary.applied == 3U);
    BOOST_TEST(s.summary.skipped == 96U);
    BOOST_TEST(s.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(stopped_run_lets_running_calls_finish_and_reports_the_rest)
{
    scenario s(100);
    s.run->start();
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.completions == 0U);
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 4U);
    BOOST_TEST(s.summary.skipped == 96U);
    BOOST_TEST(s.summary.exit_code() == 130);
    BOOST_TEST(s.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(calls_are_cancelled_when_the_grace_is_over)
{
    scenario s(100);
    s.run->start();
    const auto began = s.world->now;
    s.run->stop(stop_reason::interrupted);
    s.ring();
    BOOST_TEST((s.world->now - began == 10s));
    BOOST_TEST(s.world->cancelled.size() == 4U);
    while (!s.world->running.empty())
        s.end(s.world->running.begin()->first, error(errc::cancelled, effect::unknown));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.failed == 4U);
    BOOST_TEST(s.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(second_stop_cuts_the_grace_short)
{
    scenario s(100);
    s.run->start();
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.world->cancelled.empty());
    s.run->cut();
    BOOST_TEST(s.world->cancelled.size() == 4U);
}

BOOST_AUTO_TEST_CASE(rows_that_wait_again_when_the_run_is_stopped_are_reported_as_failed)
{
    scenario s(1);
    s.run->start();
    s.end(email_of(0), lost);
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::failed));
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::unknown));
}

BOOST_AUTO_TEST_CASE(results_that_cannot_be_written_stop_the_run)
{
    scenario s(100);
    s.results_can_be_written = false;
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.summary.stopped == stop_reason::results_failed));
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST(s.world->calls.size() == 4U);
}

BOOST_AUTO_TEST_CASE(input_that_breaks_off_stops_the_run)
{
    scenario s(2);
    s.feed->items.push_back(row_source::unreadable{"the file was changed while it was read"});
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.summary.stopped == stop_reason::input_changed));
    BOOST_TEST(s.summary.exit_code() == 1);
}

BOOST_AUTO_TEST_CASE(run_whose_rows_are_all_refused_stops_after_20_and_leaves_the_rest_pending)
{
    scenario s(500, import_options("-").concurrency(300));
    s.run->start();
    while (s.completions == 0)
        s.end(s.world->running.begin()->first, refused(errc::credentials_refused, 401));
    BOOST_TEST(s.world->calls.size() == 20U);
    BOOST_TEST((s.summary.stopped == stop_reason::too_many_rejected));
    BOOST_TEST(s.summary.stop_detail.starts_with("the first 20 rows were all refused, most often: 20 x "),
               s.summary.stop_detail);
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST(s.summary.rejected == 20U);
    BOOST_TEST(s.summary.skipped == 480U);
    BOOST_TEST(s.results.size() == 500U);
}

BOOST_AUTO_TEST_CASE(run_sends_no_more_rows_than_its_limit_and_leaves_the_others_pending)
{
    struct
    {
        std::size_t rows;
        std::size_t sent;
        stop_reason stopped;
    } const cases[] = {{10, 3, stop_reason::row_limit}, {3, 3, stop_reason::none}, {2, 2, stop_reason::none}};

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.rows << " rows")
        {
            scenario s(each.rows, import_options("-").concurrency(2).row_limit(3));
            s.run->start();
            s.succeed_all();
            BOOST_TEST(s.completions == 1U);
            BOOST_TEST(s.summary.applied == each.sent);
            BOOST_TEST(s.summary.skipped == each.rows - each.sent);
            BOOST_TEST((s.summary.stopped == each.stopped));
            BOOST_TEST(s.summary.exit_code() == 0);
            BOOST_TEST(s.results.size() == each.rows);
        }
    }
}

// A user would read that the run sent as many rows as it was allowed to, and not that the token was refused.
BOOST_AUTO_TEST_CASE(run_that_is_stopped_at_its_last_row_tells_why)
{
    scenario s(10, import_options("-").concurrency(1).row_limit(1));
    s.run->start();
    s.end(email_of(0), refused(errc::token_refused, 401));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.summary.stopped == stop_reason::token_refused));
    BOOST_TEST(s.summary.exit_code() == 3);
    BOOST_TEST(s.summary.skipped == 9U);
}

BOOST_AUTO_TEST_SUITE_END()
