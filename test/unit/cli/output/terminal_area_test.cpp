#include "cli/output/terminal_area.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(area_of_a_terminal)

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;

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
    // A line of 79 columns takes two rows of 40. Each other line takes one.
    BOOST_TEST(area.erase(40) == "\r\x1b[3A\x1b[J");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
