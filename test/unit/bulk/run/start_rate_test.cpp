#include "bulk/run/start_rate.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <limits>

using namespace useapi::bulk;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(start_rates)

BOOST_AUTO_TEST_CASE(rate_spaces_beginnings_evenly)
{
    start_rate rate(10);
    const start_rate::time_point start{1000s};
    BOOST_TEST((rate.next_at(start) == start));
    rate.on_begin(start);
    BOOST_TEST((rate.next_at(start) == start + 100ms));
    rate.on_begin(start + 100ms);
    BOOST_TEST((rate.next_at(start + 100ms) == start + 200ms));
    // Time that was not used is not made up for.
    BOOST_TEST((rate.next_at(start + 10s) == start + 10s));
    start_rate none(0);
    none.on_begin(start);
    BOOST_TEST((none.next_at(start) == start));
}

BOOST_AUTO_TEST_CASE(rate_tells_how_many_begin_in_a_second)
{
    BOOST_TEST(start_rate(10).in_a_second() == 10U);
    BOOST_TEST(start_rate(2.5).in_a_second() == 2U);
    BOOST_TEST(start_rate(0.1).in_a_second() == 1U);
    BOOST_TEST(start_rate(0).in_a_second() == std::numeric_limits<std::size_t>::max());
}

BOOST_AUTO_TEST_SUITE_END()
