#include "cli/report/report_charts.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/** The numbers of an attribute of all elements of a kind, such as the heights of the bars. */
std::vector<double> numbers_of(const std::string& svg, const std::string& element,
                               const std::string& attribute)
{
    std::vector<double> found;
    for (std::size_t at = svg.find('<' + element + ' '); at != std::string::npos;
         at = svg.find('<' + element + ' ', at + 1)) {
        const std::string name = ' ' + attribute + "=\"";
        found.push_back(std::stod(svg.substr(svg.find(name, at) + name.size())));
    }
    return found;
}

timeline one_interval(std::uint64_t registered, std::uint64_t refused)
{
    timeline outcomes;
    for (std::uint64_t i = 0; i < registered; ++i)
        outcomes.add(start, row_state::applied);
    for (std::uint64_t i = 0; i < refused; ++i)
        outcomes.add(start, row_state::rejected);
    return outcomes;
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

BOOST_AUTO_TEST_CASE(bars_of_one_interval_are_stacked)
{
    const std::string svg = timeline_chart(one_interval(3, 1));
    const auto tops = numbers_of(svg, "rect", "y");
    const auto heights = numbers_of(svg, "rect", "height");
    BOOST_REQUIRE(tops.size() == 2U);
    BOOST_TEST(tops[1] + heights[1] == tops[0], boost::test_tools::tolerance(1e-3));
    BOOST_TEST(heights[0] == 3 * heights[1], boost::test_tools::tolerance(1e-3));
    const auto lefts = numbers_of(svg, "rect", "x");
    BOOST_TEST(lefts[0] == lefts[1]);
}

BOOST_AUTO_TEST_CASE(axis_ends_at_a_round_number_and_has_no_half_account)
{
    const std::vector<std::pair<std::uint64_t, std::vector<std::string_view>>> cases{
        {1, {">0<", ">1<"}},           {3, {">0<", ">3<"}},
        {4, {">0<", ">2<", ">4<"}},    {5, {">0<", ">3<", ">6<"}},
        {11, {">0<", ">10<", ">20<"}}, {2000, {">0<", ">1&#8239;000<", ">2&#8239;000<"}}};
    for (const auto& [most, labels] : cases) {
        const std::string svg = timeline_chart(one_interval(most, 0));
        for (const std::string_view label : labels)
            BOOST_TEST(times(svg, std::string("text-anchor=\"end\"") + std::string(label)) == 1U,
                       most << ": " << label);
        BOOST_TEST(times(svg, "text-anchor=\"end\"") == labels.size(), most);
    }
}

BOOST_AUTO_TEST_CASE(one_refused_account_among_thousands_is_seen)
{
    const auto heights = numbers_of(timeline_chart(one_interval(5000, 1)), "rect", "height");
    BOOST_REQUIRE(heights.size() == 2U);
    BOOST_TEST(heights[1] >= 2.0);
}

BOOST_AUTO_TEST_CASE(time_that_would_not_fit_at_the_right_edge_is_left_out)
{
    timeline outcomes;
    for (auto at = start; at < start + 96s; at += 1s) {
        outcomes.add(at, row_state::applied);
        const auto places = numbers_of(timeline_chart(outcomes), "text", "x");
        BOOST_TEST(places.back() + 36 <= 960);
    }
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
