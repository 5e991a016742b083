#include "unit/http/pool/pool_scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

http::pool_options one_connect_at_a_time(std::size_t connections, std::size_t waiting = 100)
{
    http::pool_options made = up_to(connections, waiting);
    made.max_connecting = 1;
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pool_core_limits)

BOOST_AUTO_TEST_CASE(connects_beyond_the_limit_wait_for_earlier_ones)
{
    play(one_connect_at_a_time(3), {{"acquire A", "queued, begin 1"},
                                    {"acquire B", "queued"},
                                    {"acquire C", "queued"},
                                    {"connected 1", "1 to A, begin 2"},
                                    {"failed 2", "B fails, begin 3"},
                                    {"release 1", "1 to C"},
                                    {"connected 3", ""}});
}

BOOST_AUTO_TEST_CASE(connects_that_are_put_off_do_not_make_the_queue_longer)
{
    play(one_connect_at_a_time(2, 0),
         {{"acquire A", "queued, begin 1"}, {"acquire B", "queued"}, {"acquire C", "full"}});
    play(one_connect_at_a_time(2, 1), {{"acquire A", "queued, begin 1"},
                                       {"acquire B", "queued"},
                                       {"acquire C", "queued"},
                                       {"acquire D", "full"}});
}

BOOST_AUTO_TEST_CASE(pool_that_grows_begins_connections_for_those_that_wait)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued"},
                    {"connected 1", "1 to A"},
                    {"acquire C", "queued"},
                    {"resize 2", "begin 2"},
                    {"resize 3", "begin 3"},
                    {"resize 9", ""}});
}

BOOST_AUTO_TEST_CASE(pool_that_shrinks_closes_idle_ones_at_once_and_others_as_they_come_back)
{
    play(up_to(4), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"acquire C", "queued, begin 3"},
                    {"acquire D", "queued, begin 4"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"connected 3", "3 to C"},
                    {"connected 4", "4 to D"},
                    {"release 1", ""},
                    {"resize 2", "close 1"},
                    {"acquire E", "queued"},
                    {"release 2", "close 2"},
                    {"release 3", "3 to E"},
                    {"release 4", ""},
                    {"release 3", ""}});
}

BOOST_AUTO_TEST_CASE(connection_that_is_made_for_a_pool_that_shrank_is_closed)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"cancel A", "gone"},
                    {"connected 1", "1 to B"},
                    {"resize 1", ""},
                    {"connected 2", "close 2"}});
}

BOOST_AUTO_TEST_CASE(limit_of_leases_keeps_connections_idle_and_calls_waiting)
{
    play(up_to(4), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"limit 1", ""},
                    {"acquire C", "queued"},
                    {"release 1", ""},
                    {"acquire D", "queued"},
                    {"release 2", "2 to C"},
                    {"limit 2", "1 to D"},
                    {"acquire E", "queued"},
                    {"limit 3", "begin 3"}});
}

BOOST_AUTO_TEST_CASE(lease_that_ends_with_its_connection_goes_to_an_idle_one)
{
    for (const char* const end : {"broken 1", "stale 1"}) {
        play(up_to(4), {{"acquire A", "queued, begin 1"},
                        {"acquire B", "queued, begin 2"},
                        {"connected 1", "1 to A"},
                        {"connected 2", "2 to B"},
                        {"release 2", ""},
                        {"limit 1", ""},
                        {"acquire C", "queued"},
                        {end, "2 to C, close 1"}});
    }
}

BOOST_AUTO_TEST_CASE(limit_of_leases_does_not_make_the_queue_longer)
{
    play(up_to(4, 1), {{"limit 1", ""},
                       {"acquire A", "queued, begin 1"},
                       {"connected 1", "1 to A"},
                       {"acquire B", "queued"},
                       {"acquire C", "full"}});
}

BOOST_AUTO_TEST_CASE(call_that_wants_a_fresh_connection_gets_one_below_the_limit)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"limit 1", ""},
                    {"acquire fresh B", "queued"},
                    {"release 1", "close 1, begin 2"},
                    {"connected 2", "2 to B"}});
}

// The service is busy: calls that come in spite of the lowered limit are refused once more.
BOOST_AUTO_TEST_CASE(connection_that_comes_when_the_limit_is_lower_waits_for_a_lease)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"limit 1", ""},
                    {"connected 1", "1 to A"},
                    {"connected 2", ""},
                    {"release 1", "1 to B"}});
    // An idle connection keeps no place from a call that needs a fresh one.
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire fresh B", "queued, begin 2"},
                    {"limit 1", ""},
                    {"connected 1", "1 to B"},
                    {"connected 2", ""},
                    {"acquire fresh C", "queued"},
                    {"release 1", "2 to A, close 1"},
                    {"release 2", "close 2, begin 3"},
                    {"connected 3", "3 to C"}});
}

// Otherwise C would wait for the end of B's call, although a connection is unused.
BOOST_AUTO_TEST_CASE(used_connection_keeps_no_place_of_a_fresh_one_that_is_made_later)
{
    play(one_connect_at_a_time(2), {{"acquire A", "queued, begin 1"},
                                    {"connected 1", "1 to A"},
                                    {"acquire fresh B", "queued, begin 2"},
                                    {"acquire fresh C", "queued"},
                                    {"release 1", "close 1"},
                                    {"connected 2", "2 to B, begin 3"},
                                    {"connected 3", "3 to C"}});
}

BOOST_AUTO_TEST_CASE(warm_up_makes_what_is_missing)
{
    play(up_to(4), {{"warm 2", "begin 1, begin 2"},
                    {"warm 1", ""},
                    {"connected 1", ""},
                    {"warm 1", "warm"},
                    {"acquire A", "1 to A"},
                    {"connected 2", ""},
                    {"warm 2", "warm"},
                    {"warm 9", "begin 3, begin 4"},
                    {"connected 3", ""},
                    {"connected 4", ""},
                    {"warm 9", "warm"}});
    play(one_connect_at_a_time(3), {{"warm 3", "begin 1"},
                                    {"connected 1", "begin 2"},
                                    {"connected 2", "begin 3"},
                                    {"connected 3", ""},
                                    {"warm 3", "warm"}});
}

BOOST_AUTO_TEST_CASE(warm_up_ends_with_its_first_failure_and_fails_no_call)
{
    play(one_connect_at_a_time(3), {{"warm 3", "begin 1"},
                                    {"failed 1", ""},
                                    {"acquire A", "queued, begin 2"},
                                    {"connected 2", "2 to A"}});
}

BOOST_AUTO_TEST_CASE(connection_that_ends_during_a_warm_up_is_not_replaced)
{
    play(one_connect_at_a_time(3), {{"warm 2", "begin 1"},
                                    {"acquire A", "queued"},
                                    {"connected 1", "1 to A, begin 2"},
                                    {"broken 1", "close 1"},
                                    {"connected 2", ""}});
}

BOOST_AUTO_TEST_CASE(random_limits_leave_no_call_waiting)
{
    for (std::uint32_t seed = 0; seed != 500; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            std::mt19937 random(seed);
            const auto below = [&random](std::size_t bound) {
                return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
            };
            http::pool_options options = up_to(1 + below(4), below(6));
            options.max_connecting = 1 + below(3);
            pool_play pool(options);
            std::size_t acquired = 0;
            for (int event = 0; event != 100; ++event) {
                const auto connecting = pool.connecting();
                const auto leased = pool.leased();
                const std::size_t what = below(10);
                if (what < 3)
                    pool.acquire("W" + std::to_string(++acquired), below(5) == 0);
                else if (what == 3)
                    pool.limit(1 + below(5));
                else if (what == 4)
                    pool.resize(1 + below(5));
                else if (what == 5 && below(3) == 0)
                    pool.warm(below(6));
                else if (what < 7 && !connecting.empty())
                    pool.connected(connecting[below(connecting.size())]);
                else if (what == 7 && !connecting.empty())
                    pool.failed(connecting[below(connecting.size())]);
                else if (!leased.empty())
                    pool.release(leased[below(leased.size())], below(4) != 0);
            }
            // Everything under way ends, and so must every wait.
            for (int rest = 0; rest != 1000 && !(pool.connecting().empty() && pool.leased().empty());
                 ++rest) {
                if (const auto connecting = pool.connecting(); !connecting.empty())
                    pool.connected(connecting.front());
                if (const auto leased = pool.leased(); !leased.empty())
                    pool.release(leased.front(), true);
            }
            BOOST_TEST(pool.waiting().empty());
            BOOST_TEST(pool.connecting().empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
