#include "unit/bulk/scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

BOOST_AUTO_TEST_SUITE(runs)

BOOST_AUTO_TEST_CASE(outage_in_mid_run_is_survived)
{
    scenario s(50);
    s.run->start();
    for (int i = 0; i < 4; ++i)
        s.succeed(email_of(static_cast<std::size_t>(i)));
    const auto until = s.world->now + 60s;
    while (s.world->now < until) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, unreachable);
        s.ring();
    }
    while (s.completions == 0) {
        s.succeed_all();
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.applied == 50U);
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST(s.results.size() == 50U);
}

BOOST_AUTO_TEST_CASE(service_that_never_answers_ends_the_run)
{
    scenario s(1000);
    s.run->start();
    while (s.completions == 0) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, unreachable);
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.results.size() == 1000U);
    BOOST_TEST(s.summary.applied == 0U);
}

BOOST_AUTO_TEST_CASE(refused_certificate_ends_the_run_at_once)
{
    scenario s(100);
    s.run->start();
    while (!s.world->running.empty())
        s.end(s.world->running.begin()->first, error(errc::certificate_rejected, effect::none));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.world->calls.size() == 4U);
}

BOOST_AUTO_TEST_CASE(answers_of_something_else_end_the_run_at_once_and_settle_nothing)
{
    scenario s(100);
    s.run->start();
    while (!s.world->running.empty())
        s.end(s.world->running.begin()->first, error(errc::unexpected_content, effect::rejected).status(404));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.world->calls.size() == 4U);
    BOOST_TEST(s.summary.rejected == 0U);
    BOOST_TEST(s.result_of(email_of(0)).worth_retrying);
}

BOOST_AUTO_TEST_CASE(outage_is_one_state_of_the_run_and_not_a_failure_of_each_row)
{
    std::vector<std::string> notices;
    scenario s(300, import_options("-").concurrency(8).on_notice(
                        [&](const std::string& line) { notices.push_back(line); }));
    s.run->start();
    for (std::size_t i = 0; i < 8; ++i)
        s.succeed(email_of(i));
    std::size_t calls = 0;
    std::size_t most = 0;
    while (s.completions == 0) {
        most = std::max(most, s.run->snapshot().outage.empty() ? 0 : s.world->running.size());
        while (!s.world->running.empty()) {
            s.end(s.world->running.begin()->first, unreachable);
            ++calls;
        }
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(most <= 1U);
    BOOST_TEST(calls <= 40U);
    BOOST_TEST((s.summary.stopped == stop_reason::unreachable));
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.summary.applied == 8U);
    BOOST_TEST(s.summary.failed == 0U);
    BOOST_TEST(s.summary.skipped == 292U);
    BOOST_TEST((s.summary.elapsed >= 10min));
    BOOST_TEST((s.summary.elapsed <= 10min + 10s));
    BOOST_TEST(notices.size() == 1U);
}

BOOST_AUTO_TEST_CASE(run_goes_on_by_itself_when_the_service_is_there_again)
{
    std::vector<std::string> notices;
    scenario s(50, import_options("-").concurrency(4).on_notice(
                       [&](const std::string& line) { notices.push_back(line); }));
    s.run->start();
    const auto began = s.world->now;
    while (s.world->now - began < 9min) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, unreachable);
        BOOST_TEST(!s.run->snapshot().outage.empty());
        s.ring();
    }
    while (s.completions == 0) {
        s.succeed_all();
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.applied == 50U);
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST_REQUIRE(notices.size() == 2U);
    BOOST_TEST(notices[1].starts_with("the service answers again after 9:"), notices[1]);
}

BOOST_AUTO_TEST_CASE(row_that_may_be_registered_is_unknown_after_an_outage_and_the_others_are_pending)
{
    scenario s(20, import_options("-").concurrency(4).service_patience(1min));
    s.run->start();
    s.end(email_of(0), lost);
    while (s.completions == 0) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, unreachable);
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.unknown == 1U);
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::unknown));
    BOOST_TEST(s.summary.skipped == 19U);
}

BOOST_AUTO_TEST_CASE(outage_is_told_with_the_next_try_and_the_end)
{
    progress seen;
    BOOST_TEST(seen.outage_text() == "");
    seen.outage = "Connection refused";
    seen.outage_for = 80s;
    seen.next_try_in = 30s;
    seen.gives_up_in = 520s;
    BOOST_TEST(
        seen.outage_text() ==
        "the service cannot be reached (Connection refused) for 1:20; next try in 0:30; gives up in 8:40");
    seen.gives_up_at = "03:15";
    BOOST_TEST(
        seen.outage_text() ==
        "the service cannot be reached (Connection refused) for 1:20; next try in 0:30; gives up at 03:15");
    BOOST_TEST(seen.line().find(seen.outage_text()) != std::string::npos);
    BOOST_TEST(seen.screen(200, 20).at(1) == seen.outage_text());
    BOOST_TEST(seen.screen(79, 20).at(1) == "the service cannot be reached (Connection refused) for 1:20");
    BOOST_TEST(seen.screen(79, 20).at(2) == "next try in 0:30; gives up at 03:15");
    seen.service_is_silent = true;
    seen.next_try_in = 0ms;
    BOOST_TEST(seen.outage_text() == "the service does not answer for 1:20; trying now; gives up at 03:15");
}

BOOST_AUTO_TEST_CASE(run_tells_when_it_tries_the_service_again)
{
    scenario s(50, import_options("-").concurrency(4).service_patience(1min));
    s.run->start();
    const error closed = error(errc::connect_failed).detail("Connection refused");
    for (std::size_t i = 0; i < 4; ++i)
        s.end(email_of(i), closed);
    const std::string beginning = "the service cannot be reached (Connection refused) for ";
    BOOST_TEST(s.run->snapshot().outage_text() == beginning + "0:00; next try in 0:01; gives up in 1:00");
    s.ring();
    s.world->now += 5s;
    BOOST_TEST(s.run->snapshot().outage_text() == beginning + "0:06; trying now; gives up in 0:54");
    s.end(s.world->running.begin()->first, closed);
    BOOST_TEST(s.run->snapshot().outage_text() == beginning + "0:06; next try in 0:02; gives up in 0:54");
}

BOOST_AUTO_TEST_CASE(row_that_must_not_be_sent_twice_gets_no_further_call_where_it_may_have_been)
{
    scenario s(2, import_options("-").service("mureka").concurrency(2));
    s.run->start();
    s.end(email_of(0), unreachable);
    s.succeed(email_of(1));
    s.ring();
    s.end(email_of(0), lost);
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.world->calls[email_of(0)] == 2U);
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::unknown));
}

BOOST_AUTO_TEST_SUITE_END()
