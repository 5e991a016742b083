#include "cli/report/report_charts.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(charts_of_a_report)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::cli::page;
using namespace std::chrono_literals;
using bulk::row_state;

constexpr bulk::wall_time start{1'800'000'000'000ms};

std::size_t times(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

BOOST_AUTO_TEST_CASE(timeline_has_a_bar_for_each_kind_of_outcome_in_an_interval)
{
    timeline outcomes;
    outcomes.add(start, row_state::applied);
    outcomes.add(start, row_state::applied);
    outcomes.add(start, row_state::rejected);
    outcomes.add(start + 1s, row_state::unknown);
    const std::string svg = timeline_chart(outcomes);
    BOOST_TEST(times(svg, "<rect ") == 3U);
    BOOST_TEST(times(svg, "<title>08:00:00: 2 registered</title>") == 1U);
    BOOST_TEST(times(svg, "<title>08:00:00: 1 refused</title>") == 1U);
    BOOST_TEST(times(svg, "<title>08:00:01: 1 unknown</title>") == 1U);
    BOOST_TEST(svg.starts_with("<svg"), svg);
    BOOST_TEST(svg.ends_with("</svg>\n"), svg);
}

BOOST_AUTO_TEST_CASE(timeline_without_an_outcome_is_an_empty_chart)
{
    const std::string svg = timeline_chart(timeline());
    BOOST_TEST(times(svg, "<rect ") == 0U);
    BOOST_TEST(svg.ends_with("</svg>\n"), svg);
}

BOOST_AUTO_TEST_CASE(latencies_have_a_bar_for_each_class_with_rows_and_a_name_for_all)
{
    latencies shown;
    shown.add(40ms);
    shown.add(45ms);
    shown.add(300s);
    const std::string svg = latency_chart(shown);
    BOOST_TEST(times(svg, "<rect ") == 2U);
    BOOST_TEST(times(svg, ": 2</title>") == 1U);
    BOOST_TEST(times(svg, "<title>more than 120 s: 1</title>") == 1U);
}

BOOST_AUTO_TEST_CASE(retries_are_listed_by_their_number_in_words)
{
    const std::string table = retry_chart({{"connection_lost", 5}, {"status 503", 1200}, {"<script>", 1}});
    BOOST_TEST(table.find("status 503") < table.find("connection lost"));
    BOOST_TEST(table.find("connection lost") < table.find("&lt;script&gt;"));
    BOOST_TEST(table.find("1&#8239;200") != std::string::npos, table);
    BOOST_TEST(table.find("<script>") == std::string::npos);
    BOOST_TEST(retry_chart({}) == "<p class=\"soft\">No request was made twice.</p>\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
