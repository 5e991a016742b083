#include "simulation/shrink.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace useapi::simulation;

namespace {

/** Of a choice that is not there: 0. */
std::uint64_t value_of(const choices& all, std::string_view name)
{
    const auto found =
        std::find_if(all.begin(), all.end(), [name](const choice& each) { return each.name == name; });
    return found == all.end() ? 0 : found->value;
}

/** The calls 0 to 99, with a time each: call 7 begins at 107. */
choices hundred_calls()
{
    choices all;
    for (std::uint64_t i = 0; i < 100; ++i) {
        all.push_back({subject{"call", i}.name() + ".made", 1});
        all.push_back({subject{"call", i}.name() + ".at", 100 + i});
    }
    return all;
}

bool can_go_on(std::size_t)
{
    return true;
}

struct shrunk_case
{
    const char* name;
    choices start;
    bool (*fails)(const choices&);
    const char* smallest;
    std::size_t most_runs;
};

const shrunk_case shrunk_cases[]{
    {"nothing is needed", hundred_calls(), [](const choices&) { return true; }, "", 3},
    {"nothing there to begin with", {}, [](const choices&) { return true; }, "", 0},
    {"one call", hundred_calls(), [](const choices& all) { return value_of(all, "call42.made") == 1; },
     "call42.made", 40},
    {"two calls far apart", hundred_calls(),
     [](const choices& all) { return value_of(all, "call3.made") == 1 && value_of(all, "call97.made") == 1; },
     "call3.made call97.made", 80},
    {"the first and the last", hundred_calls(),
     [](const choices& all) { return value_of(all, "call0.made") == 1 && value_of(all, "call99.at") != 0; },
     "call0.made call99.at", 80},
    {"a time from 57 on", hundred_calls(),
     [](const choices& all) { return value_of(all, "call42.at") >= 57; }, "call42.at=57", 60},
    {"a call that is needed whole or not at all",
     {{"call1.made", 1}, {"call1.at", 3}, {"storm", 1}},
     [](const choices& all) {
         const bool is_made = value_of(all, "call1.made") == 1;
         return value_of(all, "storm") == 1 && is_made == (value_of(all, "call1.at") == 3);
     },
     "storm",
     10},
    {"a sum of two times",
     {{"a", 8}, {"b", 9}},
     [](const choices& all) { return value_of(all, "a") + value_of(all, "b") >= 10; },
     "a b=9",
     20},
    {"a choice of 0 that is not plain",
     {{"a.whole", 0}, {"b", 1}},
     [](const choices& all) { return !all.empty() && all.front().name == "a.whole"; },
     "a.whole=0",
     8},
};

} // namespace

BOOST_AUTO_TEST_SUITE(shrinking)

BOOST_AUTO_TEST_CASE(shrinking_finds_the_smallest_choices_that_fail)
{
    for (const shrunk_case& each : shrunk_cases)
        BOOST_TEST_CONTEXT(each.name)
        {
            const auto run = [&](const choices& all) {
                return each.fails(all) ? std::optional(all) : std::nullopt;
            };
            const shrunk_choices shrunk = shrink(each.start, run, can_go_on);
            BOOST_TEST(to_text(shrunk.smallest) == each.smallest);
            BOOST_TEST(shrunk.is_complete);
            BOOST_TEST(shrunk.runs <= each.most_runs);
        }
}

BOOST_AUTO_TEST_CASE(shrinking_goes_on_with_the_choices_that_a_run_used)
{
    // A call that is not made asks for no time.
    const auto run = [](const choices& all) -> std::optional<choices> {
        if (value_of(all, "call42.made") != 1)
            return std::nullopt;
        return choices{{"call42.made", 1}};
    };
    const shrunk_choices shrunk = shrink(hundred_calls(), run, can_go_on);
    BOOST_TEST(to_text(shrunk.smallest) == "call42.made");
    BOOST_TEST(shrunk.runs <= 12U);
}

BOOST_AUTO_TEST_CASE(shrinking_takes_no_run_that_used_more_than_it_was_given)
{
    const choices start{{"a", 1}, {"b", 1}};
    const auto run = [&](const choices&) -> std::optional<choices> {
        return choices{{"a", 1}, {"b", 1}, {"c", 1}};
    };
    const shrunk_choices shrunk = shrink(start, run, can_go_on);
    BOOST_TEST(to_text(shrunk.smallest) == "a b");
    BOOST_TEST(shrunk.is_complete);
}

BOOST_AUTO_TEST_CASE(shrinking_that_may_not_go_on_keeps_what_still_fails)
{
    const auto run = [](const choices& all) {
        return value_of(all, "call3.made") == 1 && value_of(all, "call97.at") >= 150 ? std::optional(all)
                                                                                     : std::nullopt;
    };
    for (std::size_t most = 0; most < 50; ++most) {
        const shrunk_choices shrunk =
            shrink(hundred_calls(), run, [most](std::size_t runs) { return runs < most; });
        BOOST_TEST(shrunk.runs == most);
        BOOST_TEST(!shrunk.is_complete);
        BOOST_TEST(run(shrunk.smallest).has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
