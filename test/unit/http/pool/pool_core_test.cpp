#include "unit/http/pool/pool_scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(pool_core)

BOOST_AUTO_TEST_CASE(acquire_from_an_empty_pool_begins_a_connection)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"}, {"connected 1", "1 to A"}, {"release 1", ""}});
}

BOOST_AUTO_TEST_CASE(released_connection_is_used_again)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"release 1", ""},
                    {"acquire B", "1 to B"}});
}

BOOST_AUTO_TEST_CASE(idle_connections_are_used_newest_first)
{
    play(up_to(3), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"acquire C", "queued, begin 3"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"connected 3", "3 to C"},
                    {"release 2", ""},
                    {"release 3", ""},
                    {"release 1", ""},
                    {"acquire D", "1 to D"},
                    {"acquire E", "3 to E"},
                    {"acquire F", "2 to F"}});
}

BOOST_AUTO_TEST_CASE(waiters_are_served_first_come_first_served)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued"},
                    {"acquire C", "queued"},
                    {"connected 1", "1 to A"},
                    {"release 1", "1 to B"},
                    {"release 1", "1 to C"},
                    {"release 1", ""}});
}

BOOST_AUTO_TEST_CASE(waiter_takes_whichever_comes_first)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"acquire B", "queued, begin 2"},
                    {"release 1", "1 to B"},
                    {"connected 2", ""},
                    {"acquire C", "2 to C"}});
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 2", "2 to A"},
                    {"connected 1", "1 to B"}});
}

BOOST_AUTO_TEST_CASE(newcomer_takes_the_connection_that_its_waiter_no_longer_needs)
{
    play(up_to(2, 0), {{"acquire A", "queued, begin 1"},
                       {"connected 1", "1 to A"},
                       {"acquire B", "queued, begin 2"},
                       {"release 1", "1 to B"},
                       {"acquire C", "queued"},
                       {"acquire D", "full"},
                       {"connected 2", "2 to C"}});
}

BOOST_AUTO_TEST_CASE(broken_connection_is_closed_and_replaced_for_who_waits)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"acquire B", "queued"},
                    {"broken 1", "close 1, begin 2"},
                    {"connected 2", "2 to B"},
                    {"broken 2", "close 2"}});
}

BOOST_AUTO_TEST_CASE(failed_connect_fails_the_head_alone_and_the_next_one_begins)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued"},
                    {"acquire C", "queued"},
                    {"failed 1", "A fails, begin 2"},
                    {"failed 2", "B fails, begin 3"},
                    {"connected 3", "3 to C"}});
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"failed 2", "A fails"},
                    {"connected 1", "1 to B"}});
}

BOOST_AUTO_TEST_CASE(failed_connect_that_no_call_needs_fails_no_call)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"cancel A", "gone"},
                    {"failed 1", ""},
                    {"failed 2", "B fails"}});
    play(up_to(1), {{"acquire A", "queued, begin 1"}, {"cancel A", "gone"}, {"failed 1", ""}});
}

BOOST_AUTO_TEST_CASE(cancelled_waiter_is_passed_over)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued"},
                    {"acquire C", "queued"},
                    {"cancel B", "gone"},
                    {"cancel B", "too late"},
                    {"connected 1", "1 to A"},
                    {"cancel A", "too late"},
                    {"release 1", "1 to C"}});
}

BOOST_AUTO_TEST_CASE(connection_of_a_cancelled_waiter_is_kept)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"cancel A", "gone"},
                    {"connected 1", ""},
                    {"acquire B", "1 to B"}});
}

BOOST_AUTO_TEST_CASE(queue_takes_as_many_waiters_as_allowed)
{
    play(up_to(1, 0), {{"acquire A", "queued, begin 1"},
                       {"acquire B", "full"},
                       {"connected 1", "1 to A"},
                       {"acquire B", "full"},
                       {"release 1", ""},
                       {"acquire B", "1 to B"}});
    play(up_to(1, 1), {{"acquire A", "queued, begin 1"},
                       {"acquire B", "queued"},
                       {"acquire C", "full"},
                       {"cancel B", "gone"},
                       {"acquire C", "queued"},
                       {"acquire D", "full"}});
    play(up_to(2, 3), {{"acquire A", "queued, begin 1"},
                       {"acquire B", "queued, begin 2"},
                       {"acquire C", "queued"},
                       {"acquire D", "queued"},
                       {"acquire E", "queued"},
                       {"acquire F", "full"}});
}

BOOST_AUTO_TEST_CASE(fresh_waiter_stands_before_the_others_and_behind_its_like)
{
    play(up_to(1, 1), {{"acquire A", "queued, begin 1"},
                       {"acquire B", "queued"},
                       {"acquire fresh F", "queued"},
                       {"acquire fresh G", "queued"},
                       {"connected 1", "1 to F"},
                       {"broken 1", "close 1, begin 2"},
                       {"connected 2", "2 to G"},
                       {"release 2", "2 to A"},
                       {"release 2", "2 to B"}});
}

BOOST_AUTO_TEST_CASE(fresh_waiter_gets_no_used_connection)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"acquire fresh F", "queued, begin 2"},
                    {"release 1", ""},
                    {"connected 2", "2 to F"}});
}

BOOST_AUTO_TEST_CASE(fresh_waiter_gets_no_connection_that_lay_idle)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"cancel A", "gone"},
                    {"connected 1", ""},
                    {"acquire fresh F", "queued, begin 2"},
                    {"connected 2", "2 to F"}});
}

BOOST_AUTO_TEST_CASE(fresh_waiter_takes_the_place_of_the_oldest_idle_connection)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"release 2", ""},
                    {"release 1", ""},
                    {"acquire fresh F", "queued, close 2, begin 3"},
                    {"acquire G", "1 to G"},
                    {"connected 3", "3 to F"}});
}

BOOST_AUTO_TEST_CASE(fresh_waiter_closes_nothing_where_a_new_connection_is_to_spare)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"acquire B", "queued, begin 2"},
                    {"release 1", "1 to B"},
                    {"release 1", ""},
                    {"acquire fresh F", "queued"},
                    {"connected 2", "2 to F"}});
}

BOOST_AUTO_TEST_CASE(fresh_waiter_in_a_full_pool_gets_the_place_of_the_next_released)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"acquire C", "queued"},
                    {"acquire fresh F", "queued"},
                    {"release 1", "close 1, begin 3"},
                    {"release 2", "2 to C"},
                    {"connected 3", "3 to F"}});
}

BOOST_AUTO_TEST_CASE(each_fresh_waiter_gets_a_place_of_its_own)
{
    // One connection is being made for two calls. The second call must not wait while a used one is idle.
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"acquire fresh F", "queued"},
                    {"acquire fresh G", "queued"},
                    {"release 1", "close 1, begin 3"},
                    {"release 2", "close 2, begin 4"},
                    {"connected 3", "3 to F"},
                    {"connected 4", "4 to G"}});
}

BOOST_AUTO_TEST_CASE(dead_connection_takes_idle_ones_of_its_age_or_older_with_it)
{
    play(up_to(4), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"acquire C", "queued, begin 3"},
                    {"acquire D", "queued, begin 4"},
                    {"connected 1", "1 to A"},
                    {"wait 1", ""},
                    {"connected 2", "2 to B"},
                    {"connected 3", "3 to C"},
                    {"wait 1", ""},
                    {"connected 4", "4 to D"},
                    {"release 4", ""},
                    {"release 1", ""},
                    {"release 3", ""},
                    {"dead 2", "close 1, close 3, close 2"},
                    {"acquire E", "4 to E"}});
}

BOOST_AUTO_TEST_CASE(dead_connection_leaves_its_place_to_who_waits)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"release 1", ""},
                    {"acquire A", "1 to A"},
                    {"acquire B", "queued"},
                    {"dead 1", "close 1, begin 2"},
                    {"acquire fresh A", "queued"},
                    {"connected 2", "2 to A"},
                    {"release 2", "2 to B"}});
}

BOOST_AUTO_TEST_CASE(connection_idle_for_the_time_out_is_closed)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"release 1", ""},
                    {"wait 30", ""},
                    {"release 2", ""},
                    {"wait 19", ""},
                    {"acquire C", "2 to C"},
                    {"wait 1", ""},
                    {"release 2", "close 1"},
                    {"wait 50", ""},
                    {"acquire D", "queued, close 2, begin 3"}});
}

BOOST_AUTO_TEST_CASE(idle_time_out_of_zero_keeps_nothing)
{
    play({2, 100, 0s}, {{"acquire A", "queued, begin 1"},
                        {"connected 1", "1 to A"},
                        {"acquire B", "queued, begin 2"},
                        {"release 1", "1 to B"},
                        {"release 1", "close 1"},
                        {"connected 2", "close 2"}});
}

BOOST_AUTO_TEST_CASE(stopped_pool_fails_who_waits_and_closes_what_is_not_leased)
{
    play(up_to(3), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"acquire C", "queued, begin 3"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"release 2", "2 to C"},
                    {"release 2", ""},
                    {"acquire D", "2 to D"},
                    {"acquire E", "queued"},
                    {"acquire F", "queued"},
                    {"release 2", "2 to E"},
                    {"release 2", "2 to F"},
                    {"release 2", ""},
                    {"acquire fresh G", "queued"},
                    {"stop", "G fails, close 2"},
                    {"acquire H", "stopped"},
                    {"acquire fresh H", "stopped"},
                    {"cancel G", "too late"},
                    {"connected 3", "close 3"},
                    {"release 1", "close 1"}});
}

BOOST_AUTO_TEST_CASE(stopped_pool_begins_no_connection)
{
    play(up_to(2), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"stop", "B fails"},
                    {"failed 2", ""},
                    {"dead 1", "close 1"}});
    // A user would see connections that are opened for a client that is gone.
    play(up_to(2), {{"stop", ""}, {"warm 2", "warm"}});
}

BOOST_AUTO_TEST_CASE(slot_knows_how_often_it_was_used_and_how_long_it_was_not)
{
    pool_play pool(up_to(1));
    pool.play("acquire A");
    pool.play("connected 1");
    BOOST_TEST(pool.slot(1).uses() == 1U);
    BOOST_TEST(!pool.slot(1).reused());
    BOOST_TEST((pool.slot(1).idle_for() == 0s));
    pool.play("release 1");
    pool.play("wait 7");
    pool.play("acquire B");
    BOOST_TEST(pool.slot(1).uses() == 2U);
    BOOST_TEST(pool.slot(1).reused());
    BOOST_TEST((pool.slot(1).idle_for() == 7s));
    pool.play("acquire C");
    pool.play("release 1");
    BOOST_TEST(pool.slot(1).uses() == 3U);
    BOOST_TEST((pool.slot(1).idle_for() == 0s));
}

BOOST_AUTO_TEST_CASE(slot_that_was_only_idle_counts_as_reused)
{
    // The peer may have dropped it meanwhile, like any other.
    pool_play pool(up_to(1));
    pool.play("acquire A");
    pool.play("cancel A");
    pool.play("connected 1");
    pool.play("wait 7");
    pool.play("acquire B");
    BOOST_TEST(pool.slot(1).uses() == 1U);
    BOOST_TEST(pool.slot(1).reused());
    BOOST_TEST((pool.slot(1).idle_for() == 7s));
}

BOOST_AUTO_TEST_SUITE_END()
