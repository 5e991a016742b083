#include "bulk/run/pacer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi::bulk;
using namespace std::chrono_literals;

namespace {

const pacer::time_point now{1000s};

bool always(std::size_t)
{
    return true;
}

/** Begins calls, one after the other, until no lane may begin one. @return their lanes */
std::vector<std::size_t> begin_all(pacer& pace, pacer::time_point when = now,
                                   const std::function<bool(std::size_t)>& has_row = always)
{
    std::vector<std::size_t> begun;
    while (const auto lane = pace.next(when, has_row)) {
        pace.begin(*lane, when);
        begun.push_back(*lane);
    }
    return begun;
}

} // namespace

BOOST_AUTO_TEST_SUITE(paces)

BOOST_AUTO_TEST_CASE(lanes_take_turns)
{
    pacer pace(6, 0);
    for (const std::size_t origin : {0U, 1U, 2U})
        pace.add_lane(origin, 0, 0);
    const std::vector<std::size_t> expected{0, 1, 2, 0, 1, 2};
    BOOST_TEST(begin_all(pace) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lane_without_rows_is_passed_over)
{
    pacer pace(4, 0);
    pace.add_lane(0, 0, 0);
    pace.add_lane(0, 0, 0);
    pace.add_lane(0, 0, 0);
    const std::vector<std::size_t> expected{0, 2, 0, 2};
    BOOST_TEST(begin_all(pace, now, [](std::size_t lane) { return lane != 1; }) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ceiling_of_a_lane_leaves_room_for_others)
{
    pacer pace(8, 0);
    pace.add_lane(0, 1, 0);
    pace.add_lane(1, 0, 0);
    const auto begun = begin_all(pace);
    BOOST_TEST(begun.size() == 8U);
    BOOST_TEST(std::count(begun.begin(), begun.end(), 0U) == 1);
    BOOST_TEST(!pace.has_room(0));
}

BOOST_AUTO_TEST_CASE(rate_of_a_lane_holds_back_that_lane_alone)
{
    pacer pace(100, 0);
    pace.add_lane(0, 0, 2);
    pace.add_lane(0, 3, 0);
    const std::vector<std::size_t> expected{0, 1, 1, 1};
    BOOST_TEST(begin_all(pace) == expected, boost::test_tools::per_element());
    BOOST_TEST((pace.may_begin_at(0, now) == now + 500ms));
    BOOST_TEST((pace.may_begin_at(1, now) == now));
    BOOST_TEST(begin_all(pace, now + 500ms).size() == 1U);
}

BOOST_AUTO_TEST_CASE(rate_of_the_run_holds_back_all_lanes)
{
    pacer pace(100, 10);
    pace.add_lane(0, 0, 0);
    pace.add_lane(0, 0, 2);
    BOOST_TEST(begin_all(pace).size() == 1U);
    BOOST_TEST((pace.may_begin_at(0, now) == now + 100ms));
    BOOST_TEST((pace.may_begin_at(1, now) == now + 100ms));
    BOOST_TEST(begin_all(pace, now + 100ms).front() == 1U);
    BOOST_TEST((pace.may_begin_at(1, now + 100ms) == now + 600ms));
}

BOOST_AUTO_TEST_CASE(token_that_is_told_to_wait_slows_its_lane_alone)
{
    pacer pace(64, 0);
    pace.add_lane(0, 0, 0);
    pace.add_lane(0, 0, 0);
    const pacer::ticket first = pace.begin(0, now);
    pace.begin(1, now);
    BOOST_TEST(pace.limit() == 8U);
    pace.end(first, overload::profile);
    std::size_t of_first = 0;
    for (const std::size_t lane : begin_all(pace, now, [](std::size_t lane) { return lane == 0; }))
        of_first += lane == 0;
    BOOST_TEST(of_first == 4U);
    BOOST_TEST(pace.has_room(1));
}

BOOST_AUTO_TEST_CASE(service_that_cannot_keep_up_slows_all_lanes_of_its_origin)
{
    pacer pace(64, 0);
    pace.add_lane(0, 0, 0);
    pace.add_lane(0, 0, 0);
    pace.add_lane(1, 0, 0);
    const pacer::ticket first = pace.begin(0, now);
    pace.end(first, overload::origin);
    BOOST_TEST(pace.limit() == 4U + 8U);
    std::vector<std::size_t> count(3);
    for (const std::size_t lane : begin_all(pace))
        ++count[lane];
    BOOST_TEST(count[0] + count[1] == 4U);
    BOOST_TEST(count[2] == 8U);
}

BOOST_AUTO_TEST_CASE(limit_of_one_lane_is_that_of_the_limiter)
{
    pacer pace(64, 0);
    pace.add_lane(0, 0, 0);
    BOOST_TEST(pace.limit() == 8U);
    for (int i = 0; i < 100; ++i)
        pace.end(pace.begin(0, now), overload::none);
    const std::size_t grown = pace.limit();
    BOOST_TEST(grown > 8U);
    pace.end(pace.begin(0, now), overload::origin);
    BOOST_TEST(pace.limit() == grown / 2);
}

// A key that is pressed twice must not begin two calls.
BOOST_AUTO_TEST_CASE(changed_pace_holds_from_now_on_and_within_its_bounds)
{
    pacer pace(8, 0);
    pace.add_lane(0, 0, 0);
    pace.change(2, 10, now);
    BOOST_TEST((pace.may_begin_at(0, now) == now + 100ms));
    BOOST_TEST(pace.limit() == 2U);
    pace.change(0, 0, now);
    BOOST_TEST(pace.limit() == 1U);
    BOOST_TEST((pace.may_begin_at(0, now) == now));
    pace.change(100, 0, now);
    BOOST_TEST(pace.limit() == 8U);
}

BOOST_AUTO_TEST_CASE(rows_to_ask_for_are_those_that_begin_before_the_answer_comes)
{
    pacer pace(4, 0);
    pace.add_lane(0, 0, 0);
    pace.add_lane(0, 1, 0);
    pace.add_lane(0, 0, 2);
    // No answer has come yet: asks for the calls that may begin now, and for one more.
    BOOST_TEST(pace.rows_to_ask_for(0, 0, 6) == 3U);
    BOOST_TEST(pace.rows_to_ask_for(1, 0, 6) == 2U);
    BOOST_TEST(pace.rows_to_ask_for(2, 0, 6) == 3U);
    std::vector<pacer::ticket> calls;
    for (int i = 0; i < 4; ++i)
        calls.push_back(pace.begin(0, now));
    pace.on_rows();
    BOOST_TEST(pace.rows_to_ask_for(0, 0, 6) == 1U);
    BOOST_TEST(pace.rows_to_ask_for(0, 1, 6) == 0U);
    // Many calls end until the answer comes.
    for (int i = 0; i < 9; ++i) {
        pace.end(calls.back(), overload::none);
        calls.back() = pace.begin(0, now);
    }
    BOOST_TEST(pace.rows_to_ask_for(0, 0, 6) == 1U);
    pace.on_rows();
    BOOST_TEST(pace.rows_to_ask_for(0, 0, 6) == 3U);
    BOOST_TEST(pace.rows_to_ask_for(0, 1, 6) == 2U);
    BOOST_TEST(pace.rows_to_ask_for(0, 2, 6) == 0U);
    BOOST_TEST(pace.rows_to_ask_for(2, 0, 6) == 2U);
    pace.on_rows();
    BOOST_TEST(pace.rows_to_ask_for(0, 0, 6) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
