#include "cli/output/time_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(text_of_times)

namespace {

using useapi::cli::iso_time;
using namespace std::chrono_literals;
using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

BOOST_AUTO_TEST_CASE(iso_time_of_any_time_has_four_digits_of_a_year)
{
    BOOST_TEST(iso_time(time_point(1734858598864ms), false) == "2024-12-22T09:09:58Z");
    BOOST_TEST(iso_time(time_point(1734858598864ms), true) == "2024-12-22T09:09:58.864Z");
    BOOST_TEST(iso_time(time_point(0ms), true) == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(iso_time(time_point(-1ms), true) == "1969-12-31T23:59:59.999Z");
    BOOST_TEST(iso_time(time_point(std::chrono::milliseconds::max()), true) == "9999-12-31T23:59:59.999Z");
    BOOST_TEST(iso_time(time_point(std::chrono::milliseconds::min()), true) == "0000-01-01T00:00:00.000Z");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
