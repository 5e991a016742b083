#include "bulk/run/outage/service_outage.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

using useapi::bulk::service_outage;
using namespace std::chrono_literals;

namespace {

constexpr service_outage::time_point start{1000s};

/** The service goes while so many calls are in flight; they all fail at once. */
service_outage begun(std::chrono::milliseconds patience, std::size_t in_flight)
{
    service_outage outage(patience);
    for (std::size_t left = in_flight; left > 0; --left)
        outage.on_no_answer(start, left, "refused");
    return outage;
}

} // namespace

BOOST_AUTO_TEST_SUITE(service_outages)

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
                outage.on_no_answer(start, each.in_flight, "refused");
            }
            BOOST_TEST(calls == each.begins_with);
        }
    }
}

BOOST_AUTO_TEST_CASE(answer_in_between_shows_that_the_service_is_there)
{
    service_outage outage(10min);
    for (int i = 0; i < 100; ++i) {
        outage.on_no_answer(start, 8, "lost");
        outage.on_no_answer(start, 8, "lost");
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
        outage.on_no_answer(now, 1, "refused");
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
    for (int i = 0; i < 3; ++i)
        outage.on_no_answer(start, 3, "refused");
    const auto next = outage.next_try();
    outage.on_no_answer(start + 500ms, 2, "refused");
    BOOST_TEST((outage.next_try() == next));
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
