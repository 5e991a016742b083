#include "bulk/run/outage/service_outage.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

BOOST_AUTO_TEST_SUITE(service_outages)

using useapi::bulk::service_outage;
using useapi::bulk::unanswered_attempt;
using namespace std::chrono_literals;

namespace {

constexpr service_outage::time_point start{1000s};

/** The only attempt of a call. */
unanswered_attempt refused(std::uint64_t call)
{
    unanswered_attempt made;
    made.call = call;
    made.why = "refused";
    return made;
}

/** An attempt that was sent, of a call that goes on. */
unanswered_attempt timed_out(std::uint64_t call)
{
    unanswered_attempt made;
    made.call = call;
    made.was_sent = true;
    made.is_last = false;
    made.is_silence = true;
    made.why = "no answer";
    return made;
}

/** An attempt that made no connection, of a call that goes on. */
unanswered_attempt handshake_timed_out(std::uint64_t call)
{
    unanswered_attempt made = timed_out(call);
    made.was_sent = false;
    return made;
}

/** An outage that begins while so many calls are in flight. They all fail at once. */
service_outage begun(std::chrono::milliseconds patience, std::size_t in_flight)
{
    service_outage outage(patience);
    for (std::size_t left = in_flight; left > 0; --left)
        outage.on_no_answer(start, left, refused(left));
    return outage;
}

} // namespace

BOOST_AUTO_TEST_CASE(outage_begins_when_all_calls_in_flight_had_no_answer)
{
    struct
    {
        std::size_t in_flight;
        std::size_t begins_with;
    } const cases[] = {{1, 3}, {2, 3}, {3, 3}, {8, 8}, {300, 300}};

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.in_flight << " in flight")
        {
            service_outage outage(10min);
            std::size_t calls = 0;
            while (!outage.is_on() && calls < 1000) {
                ++calls;
                outage.on_no_answer(start, each.in_flight, refused(calls));
            }
            BOOST_TEST(calls == each.begins_with);
        }
    }
}

BOOST_AUTO_TEST_CASE(answer_in_between_shows_that_the_service_is_there)
{
    service_outage outage(10min);
    for (int i = 0; i < 100; ++i) {
        outage.on_no_answer(start, 8, refused(1));
        outage.on_no_answer(start, 8, refused(2));
        BOOST_TEST(!outage.on_answer(start).has_value());
    }
    BOOST_TEST(!outage.is_on());
}

BOOST_AUTO_TEST_CASE(one_call_at_a_time_is_made_ever_more_rarely_until_it_is_given_up)
{
    service_outage outage = begun(10min, 16);
    BOOST_TEST_REQUIRE(outage.is_on());
    std::vector<std::chrono::seconds> pauses;
    auto now = start;
    while (!outage.is_given_up(now)) {
        BOOST_TEST(!outage.may_begin(now, 0));
        const auto next = outage.next_try();
        pauses.push_back(std::chrono::floor<std::chrono::seconds>(next - now));
        now = next;
        BOOST_TEST(outage.may_begin(now, 0));
        BOOST_TEST(!outage.may_begin(now, 1));
        outage.on_no_answer(now, 1, refused(100 + pauses.size()));
    }
    BOOST_TEST((now - start == 10min));
    BOOST_TEST((pauses[0] == 1s));
    BOOST_TEST((pauses[1] == 2s));
    BOOST_TEST((pauses[6] == 30s));
    BOOST_TEST(pauses.size() <= 25U);
}

BOOST_AUTO_TEST_CASE(calls_that_were_in_flight_at_the_beginning_do_not_put_off_the_next_try)
{
    service_outage outage(10min);
    for (std::uint64_t call = 1; call <= 3; ++call)
        outage.on_no_answer(start, 3, refused(call));
    const auto next = outage.next_try();
    outage.on_no_answer(start + 500ms, 2, refused(2));
    BOOST_TEST((outage.next_try() == next));
}

BOOST_AUTO_TEST_CASE(attempts_without_an_answer_are_an_outage_before_their_calls_end)
{
    struct
    {
        const char* name;
        std::size_t in_flight;
        std::vector<unanswered_attempt> attempts;
        bool is_outage;
    } const cases[] = {
        {"all in flight, sent", 4, {timed_out(1), timed_out(2), timed_out(3), timed_out(4)}, true},
        {"all in flight but one", 4, {timed_out(1), timed_out(2), timed_out(3), timed_out(3)}, false},
        {"some sent, some not", 3, {timed_out(1), handshake_timed_out(2), timed_out(3)}, true},
        {"one slow login", 1, {timed_out(1), timed_out(1), timed_out(1), timed_out(1)}, false},
        {"one slow login, then no connection", 1, {timed_out(1), handshake_timed_out(1)}, false},
        {"the same once more", 1, {timed_out(1), handshake_timed_out(1), handshake_timed_out(1)}, true},
        {"one call, no connection", 1, std::vector<unanswered_attempt>(3, handshake_timed_out(1)), true},
        {"one of two makes no connection", 2, std::vector<unanswered_attempt>(9, handshake_timed_out(1)),
         false},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            service_outage outage(10min);
            for (const unanswered_attempt& attempt : each.attempts)
                outage.on_no_answer(start, each.in_flight, attempt);
            BOOST_TEST(outage.is_on() == each.is_outage);
            BOOST_TEST(outage.is_silent());
        }
    }
}

BOOST_AUTO_TEST_CASE(one_slow_login_among_others_that_answer_is_no_outage)
{
    service_outage outage(10min);
    for (std::uint64_t minute = 0; minute < 10; ++minute) {
        outage.on_no_answer(start + std::chrono::minutes(minute), 4, timed_out(1));
        outage.on_no_answer(start + std::chrono::minutes(minute), 4, handshake_timed_out(2));
        outage.on_no_answer(start + std::chrono::minutes(minute), 4, timed_out(minute + 3));
        outage.on_answer(start + std::chrono::minutes(minute));
        BOOST_TEST(!outage.is_on());
    }
}

BOOST_AUTO_TEST_CASE(attempts_of_the_call_that_is_tried_do_not_put_off_the_next_one)
{
    service_outage outage = begun(10min, 3);
    const auto next = outage.next_try();
    outage.on_no_answer(next, 1, handshake_timed_out(4));
    BOOST_TEST((outage.next_try() == next));
    outage.on_no_answer(next, 1, refused(4));
    BOOST_TEST((outage.next_try() == next + 2s));
    BOOST_TEST(!outage.is_silent());
}

BOOST_AUTO_TEST_CASE(answer_ends_it_and_tells_how_long_it_was)
{
    service_outage outage = begun(10min, 8);
    const auto lasted = outage.on_answer(start + 80s);
    BOOST_TEST_REQUIRE(lasted.has_value());
    BOOST_TEST((*lasted == 80s));
    BOOST_TEST(outage.may_begin(start + 80s, 300));
    BOOST_TEST(!outage.is_given_up(start + 1h));
}

BOOST_AUTO_TEST_CASE(no_patience_gives_up_at_once)
{
    BOOST_TEST(begun(0ms, 8).is_given_up(start));
}

BOOST_AUTO_TEST_SUITE_END()
