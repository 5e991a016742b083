#include "retry/adaptive_limit.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>

BOOST_AUTO_TEST_SUITE(adaptive_limits)

using namespace useapi::retry;

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

BOOST_AUTO_TEST_CASE(limit_follows_its_most)
{
    adaptive_limit limited(100);
    BOOST_TEST(limited.limit() == 8U);
    limited.change_most(3);
    BOOST_TEST(limited.limit() == 3U);
    for (int i = 0; i != 100; ++i)
        limited.on_success();
    BOOST_TEST(limited.limit() == 3U);
    limited.change_most(20);
    for (int i = 0; i != 1000; ++i)
        limited.on_success();
    BOOST_TEST(limited.limit() == 20U);
    const std::uint64_t early = limited.on_begin();
    const std::uint64_t late = limited.on_begin();
    limited.on_overload(late);
    BOOST_TEST(limited.limit() == 10U);
    limited.on_overload(early); // says nothing new
    BOOST_TEST(limited.limit() == 10U);
    for (int i = 0; i != 10; ++i)
        limited.on_overload(limited.on_begin());
    BOOST_TEST(limited.limit() == 1U);
    limited.change_most(0);
    BOOST_TEST(limited.limit() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
