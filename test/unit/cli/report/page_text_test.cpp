#include "cli/report/page_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(text_of_a_page)

namespace {

using namespace useapi::cli::page;
using namespace std::chrono_literals;
using useapi::bulk::wall_time;

BOOST_AUTO_TEST_CASE(text_cannot_end_an_element_or_an_attribute)
{
    BOOST_TEST(escaped("<a href=\"x\">&amp;</a>") == "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;");
    BOOST_TEST(escaped("a\tb\nc\x7f") == "a b c ");
    BOOST_TEST(escaped("caf\xC3\xA9") == "caf\xC3\xA9");
}

BOOST_AUTO_TEST_CASE(numbers_are_grouped_by_three_digits)
{
    BOOST_TEST(grouped(0) == "0");
    BOOST_TEST(grouped(999) == "999");
    BOOST_TEST(grouped(1000) == "1&#8239;000");
    BOOST_TEST(grouped(12345678) == "12&#8239;345&#8239;678");
}

BOOST_AUTO_TEST_CASE(duration_has_the_unit_of_its_size)
{
    BOOST_TEST(duration(0ms) == "0 ms");
    BOOST_TEST(duration(999ms) == "999 ms");
    BOOST_TEST(duration(1s) == "1.0 s");
    BOOST_TEST(duration(119'900ms) == "119.9 s");
    BOOST_TEST(duration(2min) == "2.0 min");
    BOOST_TEST(duration(2h) == "2.0 h");
}

BOOST_AUTO_TEST_CASE(time_is_shown_in_utc)
{
    const wall_time when(1796028280250ms);
    BOOST_TEST(clock_time(when) == "08:44:40");
    BOOST_TEST(date_and_time(when) == "2026-11-30 08:44:40 UTC");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
