#include "bulk/run/limits.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi::bulk;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(limit_grows_by_one_a_round_trip_up_to_its_bound)
{
    adaptive_limit limiter(10);
    BOOST_TEST(limiter.limit() == 8U);
    for (int i = 0; i < 9; ++i)
        limiter.on_success();
    BOOST_TEST(limiter.limit() == 9U);
    for (int i = 0; i < 1000; ++i)
        limiter.on_success();
    BOOST_TEST(limiter.limit() == 10U);
}

BOOST_AUTO_TEST_CASE(limit_is_halved_once_a_round_trip_and_never_below_one)
{
    adaptive_limit limiter(64);
    const auto first = limiter.on_begin();
    const auto second = limiter.on_begin();
    limiter.on_overload(first);
    BOOST_TEST(limiter.limit() == 4U);
    limiter.on_overload(second);
    BOOST_TEST(limiter.limit() == 4U);
    for (int i = 0; i < 10; ++i)
        limiter.on_overload(limiter.on_begin());
    BOOST_TEST(limiter.limit() == 1U);
    limiter.on_success();
    BOOST_TEST(limiter.limit() == 2U);
}

BOOST_AUTO_TEST_CASE(limit_starts_within_its_bound)
{
    BOOST_TEST(adaptive_limit(1).limit() == 1U);
    BOOST_TEST(adaptive_limit(0).limit() == 1U);
}

BOOST_AUTO_TEST_CASE(rate_spaces_beginnings_evenly)
{
    useapi::bulk::rate_limit rate(10);
    const useapi::bulk::rate_limit::time_point start{1000s};
    BOOST_TEST((rate.next_at(start) == start));
    rate.on_begin(start);
    BOOST_TEST((rate.next_at(start) == start + 100ms));
    rate.on_begin(start + 100ms);
    BOOST_TEST((rate.next_at(start + 100ms) == start + 200ms));
    // Time that was not used is not made up for.
    BOOST_TEST((rate.next_at(start + 10s) == start + 10s));
    useapi::bulk::rate_limit none(0);
    none.on_begin(start);
    BOOST_TEST((none.next_at(start) == start));
}

BOOST_AUTO_TEST_SUITE_END()
