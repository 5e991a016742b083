#include "unit/bulk/scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <vector>

// A service that takes connections, or even requests, and never answers.

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

/// The service took the request, and did not answer.
const error no_answer(errc::attempt_timed_out, effect::unknown);
const error no_handshake = error(errc::tls_failed).detail("127.0.0.1:1: timed out");

BOOST_AUTO_TEST_SUITE(silent_service)

BOOST_AUTO_TEST_CASE(service_that_falls_silent_is_an_outage_while_its_calls_go_on)
{
    std::vector<std::string> notices;
    scenario s(50, import_options("-").concurrency(4).on_notice(
                       [&](const std::string& line) { notices.push_back(line); }));
    s.run->start();
    for (std::size_t i = 0; i < 4; ++i)
        s.succeed(email_of(i));
    for (std::size_t i = 4; i < 8; ++i)
        s.fail_attempt(email_of(i), i % 2 == 0 ? no_answer : no_handshake);
    s.world->now += 80s;
    const progress seen = s.run->snapshot();
    BOOST_TEST(seen.outage_text() == "the service does not answer for 1:20; trying now; gives up in 8:40");
    BOOST_TEST(s.world->running.size() == 4U);
    for (std::size_t i = 4; i < 8; ++i)
        s.end(email_of(i), i % 2 == 0 ? no_answer : no_handshake);
    BOOST_TEST(s.world->running.empty());
    s.ring();
    BOOST_TEST(s.world->running.size() == 1U);
    while (s.completions == 0) {
        s.succeed_all();
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.applied == 50U);
    BOOST_TEST_REQUIRE(notices.size() == 2U);
    BOOST_TEST(notices[0] == "the service does not answer: waiting for it");
    BOOST_TEST(notices[1].starts_with("the service answers again after 1:"), notices[1]);
}

// With the usual limits an attempt takes a minute until it is given up.
BOOST_AUTO_TEST_CASE(silence_is_told_before_any_attempt_times_out)
{
    scenario s(50, import_options("-").concurrency(4));
    s.run->start();
    s.world->now += 10s;
    s.succeed(email_of(0));
    s.world->now += 14s;
    BOOST_TEST((s.run->snapshot().unanswered_for == 14s));
    BOOST_TEST(s.run->snapshot().silence_text() == "");
    s.world->now += 10s;
    const progress seen = s.run->snapshot();
    BOOST_TEST(seen.silence_text() == "no answer for 0:24");
    BOOST_TEST(seen.line().find(", no answer for 0:24") != std::string::npos, seen.line());
    BOOST_TEST(seen.screen(200, 20).at(1) == "no answer for 0:24");
    BOOST_TEST(seen.json().find("\"unanswered_ms\":24000") != std::string::npos);
    s.succeed(email_of(1));
    BOOST_TEST(s.run->snapshot().silence_text() == "");
    // In an outage, `outage_text` tells of it instead.
    s.world->now += 60s;
    for (const auto& each : {email_of(2), email_of(3), email_of(4), email_of(5)})
        s.fail_attempt(each, no_answer);
    BOOST_TEST(s.run->snapshot().silence_text() == "");
    BOOST_TEST(s.run->snapshot().outage_text() != "");
}

// After an hour without calls a user would be told at once that the service has not answered for an hour.
BOOST_AUTO_TEST_CASE(time_without_calls_is_no_silence)
{
    scenario s(10, import_options("-").concurrency(2));
    s.run->start();
    s.run->pause();
    s.succeed_all();
    s.world->now += 1h;
    s.run->go_on();
    BOOST_TEST((s.run->snapshot().unanswered_for == 0s));
    s.world->now += 25s;
    BOOST_TEST((s.run->snapshot().unanswered_for == 25s));
}

// It has a reason that says what to mend.
BOOST_AUTO_TEST_CASE(handshake_that_fails_and_connect_that_times_out_are_no_silence)
{
    for (const error& why : {error(errc::tls_failed).detail("127.0.0.1:1: wrong version number"),
                             error(errc::connect_failed).detail("127.0.0.1:1: timed out")}) {
        scenario s(50, import_options("-").concurrency(4));
        s.run->start();
        for (std::size_t i = 0; i < 4; ++i)
            s.end(email_of(i), why);
        BOOST_TEST(s.run->snapshot().outage_text().starts_with("the service cannot be reached (" +
                                                               why.detail() + ')'),
                   s.run->snapshot().outage_text());
    }
}

BOOST_AUTO_TEST_CASE(service_that_is_silent_from_the_start_leaves_every_row_pending)
{
    scenario s(300, import_options("-").concurrency(8).service_patience(1min).row_timeout(2s));
    s.run->start();
    std::size_t calls = 0;
    while (s.completions == 0) {
        s.world->now += 2s;
        while (!s.world->running.empty()) {
            s.end(s.world->running.begin()->first, error(errc::timed_out));
            ++calls;
        }
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.summary.skipped == 300U);
    BOOST_TEST(s.summary.failed == 0U);
    BOOST_TEST(calls <= 24U);
    BOOST_TEST(s.summary.stop_detail.starts_with("no answer for 1:"), s.summary.stop_detail);
}

BOOST_AUTO_TEST_CASE(rows_that_fell_silent_in_mid_call_get_as_many_more_calls_as_without_an_outage)
{
    scenario s(20, import_options("-").concurrency(4).service_patience(1h).row_retries(2));
    s.run->start();
    for (int i = 0; i < 400 && s.completions == 0; ++i) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, no_answer);
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.unknown == 20U);
    for (std::size_t i = 0; i < 20; ++i)
        BOOST_TEST(s.world->calls[email_of(i)] <= 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
