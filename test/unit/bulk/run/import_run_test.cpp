#include "unit/bulk/scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

BOOST_AUTO_TEST_SUITE(runs)

BOOST_AUTO_TEST_CASE(run_sends_every_row_once_and_keeps_to_its_concurrency)
{
    scenario s(100);
    s.run->start();
    BOOST_TEST(s.world->running.size() == 4U);
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 100U);
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST(s.results.size() == 100U);
    BOOST_TEST(s.world->peak == 4U);
    for (const auto& [email, calls] : s.world->calls)
        BOOST_TEST(calls == 1U);
}

BOOST_AUTO_TEST_CASE(run_of_an_empty_input_ends_at_once)
{
    scenario s(0);
    s.run->start();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(refused_account_does_not_stop_the_others)
{
    scenario s(3);
    s.run->start();
    s.end(email_of(0), refused(errc::credentials_refused, 401));
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 2U);
    BOOST_TEST(s.summary.rejected == 1U);
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::rejected));
    BOOST_TEST(s.result_of(email_of(0)).status == 401);
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::rejected));
}

BOOST_AUTO_TEST_CASE(row_that_failed_for_a_moment_gets_another_call)
{
    scenario s(2);
    s.run->start();
    s.succeed(email_of(1));
    s.end(email_of(0), lost);
    BOOST_TEST(s.completions == 0U);
    BOOST_TEST(s.run->snapshot().waiting_again == 1U);
    s.ring();
    s.succeed(email_of(0));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 2U);
    BOOST_TEST(s.result_of(email_of(0)).attempts == 2U);
    BOOST_TEST(s.summary.retried == 1U);
}

// Who reads the results looks there for what the service was busy with, and for how long.
BOOST_AUTO_TEST_CASE(result_of_a_row_counts_all_of_its_calls)
{
    scenario s(2);
    s.run->start();
    call_outcome first{lost};
    first.attempts = 3;
    first.elapsed = 5s;
    first.retries = {{"status 503", 2}};
    s.end_with(email_of(0), first);
    BOOST_TEST(s.run->snapshot().retried == 2U);
    s.ring();
    BOOST_TEST(s.run->snapshot().retried == 2U);
    call_outcome second{std::nullopt};
    second.attempts = 2;
    second.elapsed = 1s;
    second.status = 200;
    second.retries = {{"status 503", 1}};
    s.end_with(email_of(0), second);
    BOOST_TEST(s.run->snapshot().retried == 4U);
    const row_result& row = s.result_of(email_of(0));
    BOOST_TEST(row.attempts == 5U);
    BOOST_TEST((row.elapsed == 6s));
    BOOST_TEST(row.status == 200);
    BOOST_TEST((row.retries == std::map<std::string, unsigned>{{"connection_lost", 1}, {"status 503", 3}}));
    s.succeed_all();
    BOOST_TEST(s.summary.retried == 4U);
}

BOOST_AUTO_TEST_CASE(row_that_reaches_the_service_is_not_called_for_ever)
{
    scenario s(2);
    s.run->start();
    s.succeed(email_of(1));
    for (int i = 0; i < 3; ++i) {
        s.end(email_of(0), lost);
        if (i < 2)
            s.ring();
    }
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.world->calls[email_of(0)] == 3U);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::failed));
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::unknown));
}

BOOST_AUTO_TEST_CASE(row_that_never_reaches_the_service_is_tried_until_its_time_is_up)
{
    scenario s(400, import_options("-").concurrency(2).rate(2));
    s.run->start();
    const auto began = s.world->now;
    const auto has_result = [&] {
        return std::any_of(s.results.begin(), s.results.end(),
                           [](const row_result& each) { return each.email == email_of(0); });
    };
    while (!has_result()) {
        while (!s.world->running.empty()) {
            const std::string next = s.world->running.begin()->first;
            if (next == email_of(0))
                s.end(next, unreachable);
            else
                s.succeed(next);
        }
        s.ring();
    }
    BOOST_TEST((s.world->now - began >= 120s));
    BOOST_TEST((s.world->now - began <= 135s));
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::failed));
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::none));
}

BOOST_AUTO_TEST_CASE(row_that_may_have_been_applied_is_never_said_to_be_rejected)
{
    const error rate_limited = error(errc::rate_limited, effect::rejected).status(429);

    struct
    {
        const char* name;
        error last;
        effect expected;
    } const cases[] = {
        {"out of reach at last", unreachable, effect::unknown},
        {"busy at last", rate_limited, effect::unknown},
        {"token refused at last", refused(errc::token_refused, 401), effect::unknown},
        {"account refused at last", refused(errc::credentials_refused, 401), effect::rejected},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            scenario s(1, import_options("-").row_retries(2).row_timeout(1s));
            s.run->start();
            s.end(email_of(0), lost);
            while (s.completions == 0) {
                s.ring();
                s.end(email_of(0), each.last);
            }
            BOOST_TEST((s.result_of(email_of(0)).effect == each.expected));
            const bool is_no = each.expected == effect::rejected;
            BOOST_TEST(
                (s.result_of(email_of(0)).outcome == (is_no ? row_outcome::rejected : row_outcome::failed)));
        }
    }
}

BOOST_AUTO_TEST_CASE(busy_service_halves_the_limit)
{
    scenario s(100, import_options("-").concurrency(64));
    s.run->start();
    BOOST_TEST(s.run->snapshot().limit == 8U);
    BOOST_TEST(!s.run->snapshot().is_slowed());
    s.end(email_of(0), std::nullopt, 1);
    BOOST_TEST(s.run->snapshot().limit == 4U);
    BOOST_TEST(s.run->snapshot().full_limit == 8U);
    BOOST_TEST(s.run->snapshot().is_slowed());
    s.end(email_of(1), std::nullopt, 1);
    BOOST_TEST(s.run->snapshot().limit == 4U);
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 100U);
}

BOOST_AUTO_TEST_CASE(rate_is_kept)
{
    scenario s(10, import_options("-").concurrency(4).rate(2));
    s.run->start();
    const auto began = s.world->now;
    while (s.completions == 0) {
        s.succeed_all();
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST((s.world->now - began == 4500ms));
    BOOST_TEST(s.summary.applied == 10U);
}

BOOST_AUTO_TEST_CASE(unacceptable_row_ends_the_run_unless_it_may_be_skipped)
{
    for (const bool skip : {false, true}) {
        scenario s(0, import_options("-").concurrency(4).skip_invalid(skip));
        row_problem problem;
        problem.line = 3;
        problem.message = "maxJobs is 0";
        s.feed->items.push_back(scenario::row(0));
        s.feed->items.push_back(problem);
        s.feed->items.push_back(row_source::repeated{});
        s.feed->items.push_back(scenario::row(1));
        s.run->start();
        s.succeed_all();
        BOOST_TEST(s.completions == 1U);
        BOOST_TEST(s.summary.exit_code() == 1);
        BOOST_TEST(s.summary.applied == (skip ? 2U : 1U));
        BOOST_TEST(s.summary.skipped == (skip ? 1U : 2U));
        BOOST_TEST(s.summary.duplicates == (skip ? 1U : 0U));
    }
}

BOOST_AUTO_TEST_CASE(input_that_comes_slowly_is_waited_for)
{
    scenario s(1);
    s.feed->pipe = true;
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 0U);
    BOOST_TEST_REQUIRE((s.feed->ready != nullptr));
    s.feed->items.push_back(scenario::row(1));
    s.feed->ended = true;
    const auto ready = s.feed->ready;
    ready();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 2U);
}

BOOST_AUTO_TEST_CASE(no_password_reaches_a_result_or_the_summary)
{
    scenario s(3);
    s.run->start();
    s.end(email_of(0),
          refused(errc::credentials_refused, 401).server_error("Wrong username/password combination."));
    s.succeed_all();
    BOOST_TEST(s.summary.text().find("hunter22") == std::string::npos);
    BOOST_TEST(s.summary.json().find("hunter22") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(paused_run_begins_no_call_until_it_goes_on)
{
    scenario s(10, import_options("-").concurrency(2));
    s.run->start();
    s.run->pause();
    BOOST_TEST(s.run->snapshot().paused);
    s.succeed(email_of(0));
    s.succeed(email_of(1));
    BOOST_TEST(s.world->running.empty());
    BOOST_TEST(!s.world->alarm.has_value());
    s.run->go_on();
    BOOST_TEST(s.world->running.size() == 2U);
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 10U);
}

BOOST_AUTO_TEST_CASE(paused_run_can_be_stopped)
{
    scenario s(10, import_options("-").concurrency(2));
    s.run->start();
    s.run->pause();
    s.succeed_all();
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.skipped == 8U);
}

// The display of a run would tell a user of other numbers than its summary.
BOOST_AUTO_TEST_CASE(progress_of_a_run_has_the_counts_of_its_summary)
{
    scenario s(20);
    s.run->start();
    s.succeed(email_of(1));
    s.end(email_of(0), refused(errc::credentials_refused, 401));
    BOOST_TEST(s.run->snapshot().applied == 1U);
    BOOST_TEST(s.run->snapshot().rejected == 1U);
    s.run->stop(stop_reason::interrupted);
    s.succeed_all();
    const progress seen = s.run->snapshot();
    BOOST_TEST(seen.applied == 5U);
    BOOST_TEST(seen.applied == s.summary.applied);
    BOOST_TEST(seen.rejected == 1U);
    BOOST_TEST(seen.skipped == 14U);
    BOOST_TEST(seen.skipped == s.summary.skipped);
}

BOOST_AUTO_TEST_CASE(pace_of_a_run_changes_while_it_runs)
{
    scenario s(20, import_options("-").concurrency(4));
    s.run->start();
    BOOST_TEST(s.world->running.size() == 4U);
    s.run->change_pace(1, 0);
    for (std::size_t i = 0; i < 4; ++i)
        s.succeed(email_of(i));
    BOOST_TEST(s.world->running.size() == 1U);
    // The user asked for it: the service is not busy.
    BOOST_TEST(!s.run->snapshot().is_slowed());
    s.run->change_pace(100, 0);
    BOOST_TEST(s.world->running.size() == 4U);
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 20U);
}

BOOST_AUTO_TEST_SUITE_END()
