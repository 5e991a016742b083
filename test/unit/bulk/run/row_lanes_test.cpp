#include "bulk/run/row_lanes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(row_lanes_)

using namespace useapi;
using namespace useapi::bulk;
using namespace std::chrono_literals;

namespace {

const row_lanes::time_point now{1000s};

input_row row(std::uint64_t line)
{
    return {line, runwayml::account_settings("user@example.com", secret("password"))};
}

std::unique_ptr<pending_row> journey(std::uint64_t line)
{
    return std::make_unique<pending_row>(row(line));
}

std::vector<std::uint64_t> take_all(row_lanes& lanes, row_lanes::time_point when = now)
{
    std::vector<std::uint64_t> lines;
    while (lanes.has_row(0, when))
        lines.push_back(lanes.take(0, when)->row.line);
    return lines;
}

} // namespace

BOOST_AUTO_TEST_CASE(fresh_rows_go_in_the_order_of_the_input)
{
    row_lanes lanes;
    lanes.add_lane();
    BOOST_TEST(lanes.empty());
    for (const std::uint64_t line : {3U, 1U, 2U})
        lanes.put_fresh(0, row(line));
    const std::vector<std::uint64_t> expected{3, 1, 2};
    BOOST_TEST(take_all(lanes) == expected, boost::test_tools::per_element());
    BOOST_TEST(lanes.empty());
}

BOOST_AUTO_TEST_CASE(one_call_in_four_goes_to_a_row_that_waits_again)
{
    row_lanes lanes;
    lanes.add_lane();
    for (const std::uint64_t line : {1U, 2U, 3U, 4U, 5U})
        lanes.put_fresh(0, row(line));
    for (const std::uint64_t line : {11U, 12U, 13U})
        lanes.put_again(0, now, journey(line));
    const std::vector<std::uint64_t> expected{11, 1, 2, 3, 12, 4, 5, 13};
    BOOST_TEST(take_all(lanes) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(row_that_waits_again_goes_when_it_is_due)
{
    row_lanes lanes;
    lanes.add_lane();
    BOOST_TEST(!lanes.next_due(0).has_value());
    lanes.put_again(0, now + 2s, journey(2));
    lanes.put_again(0, now + 1s, journey(1));
    BOOST_TEST(!lanes.has_row(0, now));
    BOOST_TEST((lanes.next_due(0) == now + 1s));
    const std::vector<std::uint64_t> first{1};
    BOOST_TEST(take_all(lanes, now + 1s) == first, boost::test_tools::per_element());
    BOOST_TEST((lanes.next_due(0) == now + 2s));
    BOOST_TEST(lanes.waiting_again() == 1U);
}

BOOST_AUTO_TEST_CASE(rows_of_one_lane_are_not_those_of_another)
{
    row_lanes lanes;
    lanes.add_lane();
    lanes.add_lane();
    lanes.put_fresh(1, row(1));
    lanes.put_again(1, now, journey(2));
    BOOST_TEST(!lanes.has_row(0, now));
    BOOST_TEST(!lanes.take_fresh(0));
    BOOST_TEST(!lanes.take_waiting(0));
    BOOST_TEST(lanes.take_fresh(1)->row.line == 1U);
    BOOST_TEST(lanes.take_waiting(1)->row.line == 2U);
    BOOST_TEST(lanes.empty());
}

BOOST_AUTO_TEST_CASE(no_fresh_row_begins_while_memory_is_full_of_waiting_ones)
{
    row_lanes lanes;
    lanes.add_lane();
    lanes.put_fresh(0, row(1));
    for (std::uint64_t line = 2; lanes.has_space(0); ++line)
        lanes.put_again(0, now + 1s, journey(line));
    BOOST_TEST(lanes.waiting_again() == 10'000U);
    BOOST_TEST(!lanes.has_row(0, now));
    BOOST_TEST((lanes.next_due(0) == now + 1s));
    static_cast<void>(lanes.take(0, now + 1s));
    BOOST_TEST(lanes.has_space(0));
    BOOST_TEST(lanes.has_row(0, now));
}

BOOST_AUTO_TEST_CASE(rows_of_one_lane_that_wait_leave_memory_for_another)
{
    row_lanes lanes;
    lanes.add_lane();
    lanes.add_lane();
    for (std::uint64_t line = 1; lanes.has_space(0); ++line)
        lanes.put_again(0, now + 1s, journey(line));
    BOOST_TEST(lanes.waiting_again() == 5000U);
    BOOST_TEST(lanes.has_space(1));
    lanes.put_fresh(1, row(1));
    BOOST_TEST(lanes.has_row(1, now));
}

BOOST_AUTO_TEST_SUITE_END()
