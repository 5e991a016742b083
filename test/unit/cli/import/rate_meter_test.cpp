#include "cli/import/rate_meter.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(rate_of_late)

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(rate_is_that_of_the_last_ten_seconds)
{
    rate_meter meter;
    BOOST_TEST(!meter.add(0ms, 0).has_value());
    BOOST_TEST(meter.add(1s, 100).value() == 100.0);
    BOOST_TEST(meter.add(2s, 300).value() == 150.0);
    // From here on nothing happens any more.
    for (std::chrono::seconds at = 3s; at < 12s; ++at)
        meter.add(at, 300);
    BOOST_TEST(meter.add(12s, 300).value() == 0.0);
    BOOST_TEST(meter.add(13s, 350).value() == 5.0);
}

BOOST_AUTO_TEST_CASE(rate_of_samples_far_apart_is_measured_all_the_same)
{
    rate_meter meter;
    meter.add(0s, 0);
    BOOST_TEST(meter.add(60s, 120).value() == 2.0);
    BOOST_TEST(meter.add(120s, 180).value() == 1.0);
    BOOST_TEST(!rate_meter().add(5s, 7).has_value());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
