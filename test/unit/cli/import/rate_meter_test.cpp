#include "cli/import/rate_meter.hpp"
#include "cli/output/terminal_area.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(progress_parts)

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

BOOST_AUTO_TEST_CASE(area_is_drawn_over_what_stands_there)
{
    terminal_area area;
    BOOST_TEST(area.erase(80) == "");
    BOOST_TEST(area.draw({"one"}, 80) == "\x1b[?7lone\x1b[?7h");
    BOOST_TEST(area.draw({"one", "two", "three"}, 80) == "\r\x1b[J\x1b[?7lone\r\ntwo\r\nthree\x1b[?7h");
    BOOST_TEST(area.draw({"one"}, 80) == "\r\x1b[2A\x1b[J\x1b[?7lone\x1b[?7h");
    BOOST_TEST(area.erase(80) == "\r\x1b[J");
    BOOST_TEST(area.erase(80) == "");
}

BOOST_AUTO_TEST_CASE(codes_of_colors_take_no_room_on_the_screen)
{
    terminal_area area;
    static_cast<void>(area.draw({"\x1b[32m" + std::string(10, 'x') + "\x1b[0m"}, 10));
    BOOST_TEST(area.erase(10) == "\r\x1b[J");
}

BOOST_AUTO_TEST_CASE(area_that_a_narrower_terminal_broke_is_erased_as_a_whole)
{
    terminal_area area;
    const std::string drawn = area.draw({std::string(79, 'x'), "short", "\u00fc\u00fc\u00fc"}, 80);
    BOOST_TEST(drawn.ends_with("short\r\n\u00fc\u00fc\u00fc\x1b[?7h"));
    // 79 columns in rows of 40 are two, and the others one each.
    BOOST_TEST(area.erase(40) == "\r\x1b[3A\x1b[J");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
