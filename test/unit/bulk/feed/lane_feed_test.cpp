#include "bulk/feed/lane_feed.hpp"

#include "unit/bulk/scenario.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

/** A feed whose profiles are in demand when the test says so. */
class lane_world
{
public:
    explicit lane_world(std::vector<std::pair<std::string, std::size_t>> blocks, bool can_restart = true)
    {
        std::size_t number = 0;
        for (const auto& [name, count] : blocks)
            for (std::size_t i = 0; i < count; ++i, ++number) {
                input_row made = scenario::row(number);
                made.profile = name;
                source->items.push_back(std::move(made));
            }
        source->can_restart = can_restart;
        source->pipe = !can_restart;
        source->ended = true;
        feed = std::make_unique<lane_feed>(context, std::make_unique<scripted_feed>(source), 2);
    }

    /** The lines that it gives for this demand until it has nothing; it may be waited for. */
    std::vector<std::uint64_t> take(std::map<std::string, std::size_t> demand)
    {
        std::vector<std::uint64_t> lines;
        const row_feed::demand wanted = [&demand](const std::string& profile) { return demand[profile]; };
        for (bool goes_on = true; goes_on;) {
            row_feed::item item = feed->next(wanted);
            if (auto* const row = std::get_if<input_row>(&item)) {
                lines.push_back(row->number);
                demand[row->profile] -= std::min<std::size_t>(demand[row->profile], 1);
                rows.push_back(std::move(*row));
                continue;
            }
            if (std::holds_alternative<row_source::repeated>(item)) {
                ++repeated;
                continue;
            }
            has_ended = std::holds_alternative<row_source::end_of_input>(item);
            goes_on = false;
            feed->async_wait([&goes_on] { goes_on = true; });
            context.restart();
            context.poll();
        }
        return lines;
    }

    boost::asio::io_context context{1};
    std::shared_ptr<scripted_feed::shared_state> source = std::make_shared<scripted_feed::shared_state>();
    std::unique_ptr<lane_feed> feed;
    std::vector<input_row> rows;
    std::size_t repeated = 0;
    bool has_ended = false;
};

BOOST_AUTO_TEST_SUITE(lane_feeds)

BOOST_AUTO_TEST_CASE(rows_of_a_profile_come_in_the_order_of_the_input)
{
    lane_world w({{"eu", 10'000}, {"us", 3}});
    BOOST_TEST(w.take({{"us", 2}}) == std::vector<std::uint64_t>({10'000, 10'001}),
               boost::test_tools::per_element());
    const auto eu = w.take({{"eu", 10'000}});
    BOOST_TEST(eu.size() == 10'000U);
    BOOST_TEST(std::is_sorted(eu.begin(), eu.end()));
    BOOST_TEST(!w.has_ended);
    BOOST_TEST(w.take({{"us", 5}}).size() == 1U);
    BOOST_TEST(w.has_ended);
}

BOOST_AUTO_TEST_CASE(what_is_no_row_is_given_once_however_often_the_input_is_read)
{
    lane_world w({{"eu", 10'000}, {"us", 1}});
    w.source->items.insert(w.source->items.begin() + 5000, row_source::repeated{});
    w.source->items.push_back(row_source::repeated{});
    static_cast<void>(w.take({{"us", 1}}));
    static_cast<void>(w.take({{"eu", 20'000}}));
    BOOST_TEST(w.rows.size() == 10'001U);
    BOOST_TEST(w.repeated == 2U);
    BOOST_TEST(w.has_ended);
}

BOOST_AUTO_TEST_CASE(pipe_is_read_on_while_there_is_memory)
{
    lane_world w({{"eu", 20'000}, {"us", 1}}, false);
    BOOST_TEST(w.take({{"us", 1}}).empty());
    BOOST_TEST(w.source->items.size() == 20'001U - 8192U);
    BOOST_TEST(w.take({{"eu", 20'000}}).size() == 20'000U);
    BOOST_TEST(w.take({{"us", 1}}).size() == 1U);
    BOOST_TEST(w.has_ended);
}

BOOST_AUTO_TEST_CASE(row_that_is_left_is_given_once_more_and_only_when_asked_for)
{
    lane_world w({{"eu", 4}});
    static_cast<void>(w.take({{"eu", 4}}));
    w.feed->leave(w.rows[1]);
    w.feed->leave(w.rows[3]);
    BOOST_TEST(w.take({{"eu", 4}}).empty());
    BOOST_TEST(!w.has_ended);
    BOOST_TEST(w.feed->has_left_rows_only());
    w.feed->look_again();
    BOOST_TEST(w.take({{"eu", 4}}) == std::vector<std::uint64_t>({1, 3}), boost::test_tools::per_element());
    BOOST_TEST(w.has_ended);
}

BOOST_AUTO_TEST_CASE(stopped_run_gets_every_row_that_it_has_not_got)
{
    lane_world w({{"eu", 10'000}, {"us", 3}});
    static_cast<void>(w.take({{"us", 1}}));
    static_cast<void>(w.take({{"eu", 100}}));
    w.feed->leave(w.rows.back());
    w.feed->cancel_wait();
    static_cast<void>(w.take({}));
    BOOST_TEST(w.rows.size() == 10'003U);
    BOOST_TEST(w.has_ended);
}

BOOST_AUTO_TEST_CASE(every_row_is_given_once_whatever_the_order_and_the_demand)
{
    std::mt19937 random(20261128);
    const auto draw = [&random](std::size_t most) { return random() % most; };
    for (unsigned i = 0; i < 40; ++i) {
        std::vector<std::pair<std::string, std::size_t>> blocks;
        std::size_t all = 0;
        for (std::size_t count = 1 + draw(6); count != 0; --count) {
            blocks.emplace_back("abc"[draw(3)] + std::string(), draw(2) == 0 ? draw(9000) : draw(20));
            all += blocks.back().second;
        }
        lane_world w(std::move(blocks), draw(4) != 0);
        const bool is_stopped = w.source->can_restart && draw(4) == 0;
        for (unsigned turns = 0; !w.has_ended && !(is_stopped && turns == 5); ++turns)
            static_cast<void>(w.take({{"a", draw(2000)}, {"b", draw(5000)}, {"c", draw(3) * 900}}));
        if (is_stopped)
            w.feed->cancel_wait();
        static_cast<void>(w.take({}));
        std::vector<bool> seen(all);
        for (const input_row& each : w.rows) {
            BOOST_TEST_REQUIRE(!seen.at(each.number),
                               "row " << each.number << " was given twice, draw " << i);
            seen[each.number] = true;
        }
        BOOST_TEST(w.rows.size() == all, "draw " << i);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
