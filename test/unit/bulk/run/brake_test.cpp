#include "bulk/run/brake.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

using useapi::bulk::brake;

namespace {

/** Outcomes as text: `r` is a refused row, `.` is any other. */
std::string times(std::size_t count, const std::string& pattern)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += pattern;
    return text;
}

struct stop
{
    std::size_t after = 0; ///< the number of outcomes; 0 if the run was never stopped
    std::string why;
};

stop stop_of(brake core, const std::string& outcomes)
{
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (const auto why = core.on_outcome(outcomes[i] == 'r'))
            return {i + 1, *why};
    return {};
}

/** The number of calls until the run stops, if all calls are refused. */
std::size_t calls_until_stop(brake core, std::size_t concurrency)
{
    std::size_t in_flight = 0;
    for (std::size_t calls = 0;;) {
        while (in_flight < concurrency && core.allows(in_flight)) {
            ++in_flight;
            ++calls;
        }
        --in_flight;
        if (core.on_outcome(true))
            return calls;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(brakes)

BOOST_AUTO_TEST_CASE(run_is_stopped_where_too_many_rows_are_refused)
{
    struct
    {
        const char* name;
        std::uint64_t most;
        unsigned percent;
        std::string outcomes;
        std::size_t stops_after;
    } const cases[] = {
        {"the first 20", 0, 50, times(30, "r"), 20},
        {"19 and then a good one", 0, 50, times(19, "r") + "." + times(10, "r"), 0},
        {"half of the last 100, found at the hundredth", 0, 50, "." + times(99, "r"), 100},
        {"less than half of the last 100", 0, 50, times(1000, "r.."), 0},
        {"a column shifted late in the file", 0, 50, times(1000, ".") + times(100, "r"), 1050},
        {"refusals long ago do not count", 0, 50, times(49, "r.") + times(100, ".") + times(49, "r"), 0},
        {"by number", 3, 0, "r..r...r.r", 8},
        {"by number, at the first", 1, 0, ".r", 2},
        {"by number alone, all refused", 30, 0, times(40, "r"), 30},
        {"a share of 80", 0, 80, times(1000, ".") + times(100, "r"), 1080},
        {"a share of 1", 0, 1, times(150, ".") + "r", 151},
        {"none", 0, 0, times(1000, "r"), 0},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const stop found = stop_of(brake(each.most, each.percent), each.outcomes);
            BOOST_TEST(found.after == each.stops_after);
            BOOST_TEST(found.why.empty() == (each.stops_after == 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(reason_says_what_was_seen)
{
    BOOST_TEST(stop_of(brake(0, 50), times(20, "r")).why == "the first 20 rows were all refused");
    BOOST_TEST(stop_of(brake(0, 50), times(100, ".") + times(60, "r")).why ==
               "50 of the last 100 rows were refused");
    BOOST_TEST(stop_of(brake(2, 0), "rr").why == "2 rows refused");
}

BOOST_AUTO_TEST_CASE(no_more_calls_than_that_are_made_whatever_the_concurrency)
{
    for (const std::size_t concurrency : {1U, 8U, 16U, 20U, 300U}) {
        BOOST_TEST(calls_until_stop(brake(0, 50), concurrency) == 20U);
        BOOST_TEST(calls_until_stop(brake(5, 0), concurrency) == 5U);
    }
}

BOOST_AUTO_TEST_CASE(first_row_that_is_not_refused_opens_the_way_for_any_number_of_calls)
{
    brake core(0, 50);
    BOOST_TEST(core.allows(19));
    BOOST_TEST(!core.allows(20));
    BOOST_TEST(!core.on_outcome(false).has_value());
    BOOST_TEST(core.allows(300));
}

BOOST_AUTO_TEST_SUITE_END()
