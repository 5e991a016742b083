#include "unit/http/pool/pool_scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

// How long a connection is kept, how that is found out, and why it is closed.
BOOST_AUTO_TEST_SUITE(pool_core_keeping)

BOOST_AUTO_TEST_CASE(closed_connection_keeps_its_place_until_its_socket_is_gone)
{
    pool_play pool(up_to(1, 1));
    pool.let_closes_linger();
    play(pool, {{"acquire A", "queued, begin 1"},
                {"connected 1", "1 to A"},
                {"broken 1", "close 1"},
                {"acquire B", "queued"},
                {"acquire C", "queued"},
                {"acquire D", "full"},
                {"closed", "begin 2"},
                {"connected 2", "2 to B"},
                {"release 2", "2 to C"}});
}

BOOST_AUTO_TEST_CASE(place_of_a_closing_connection_is_as_good_as_one_that_is_made)
{
    pool_play pool(up_to(2, 0));
    pool.let_closes_linger();
    play(pool, {{"acquire A", "queued, begin 1"},
                {"acquire B", "queued, begin 2"},
                {"connected 1", "1 to A"},
                {"broken 1", "close 1"},
                {"acquire C", "queued"},
                {"acquire D", "full"},
                {"closed", "begin 3"},
                {"failed 2", "B fails"},
                {"connected 3", "3 to C"}});
}

BOOST_AUTO_TEST_CASE(stopped_pool_waits_for_what_is_closing)
{
    pool_play pool(up_to(2));
    pool.let_closes_linger();
    play(pool, {{"acquire A", "queued, begin 1"},
                {"connected 1", "1 to A"},
                {"release 1", ""},
                {"stop", "close 1"}});
    BOOST_TEST(pool.core().connections() == 1U);
    play(pool, {{"closed", ""}});
    BOOST_TEST(pool.core().connections() == 0U);
}

BOOST_AUTO_TEST_CASE(connection_past_its_age_is_granted_no_more)
{
    const http::pool_options aging{1, 100, 50s, 60s};
    play(aging, {{"acquire A", "queued, begin 1"},
                 {"connected 1", "1 to A"},
                 {"wait 59", ""},
                 {"release 1", ""},
                 {"acquire B", "1 to B"},
                 {"acquire C", "queued"},
                 {"wait 1", ""},
                 {"release 1", "close 1, begin 2"},
                 {"connected 2", "2 to C"}});
    play(aging, {{"acquire A", "queued, begin 1"},
                 {"connected 1", "1 to A"},
                 {"wait 59", ""},
                 {"release 1", ""},
                 {"wait 1", ""},
                 {"acquire B", "queued, close 1, begin 2"}});
}

BOOST_AUTO_TEST_CASE(maximum_age_lies_within_thirty_percent)
{
    struct row
    {
        double random;
        std::chrono::seconds age;
    };

    for (const row& r : {row{0.0, 70s}, row{0.25, 85s}, row{0.5, 100s}, row{1.0, 130s}}) {
        BOOST_TEST_CONTEXT("random number " << r.random)
        {
            pool_play pool({1, 100, 1000s, 100s});
            pool.play("acquire A");
            pool.connected(1, r.random);
            pool.wait(r.age - 1ms);
            BOOST_TEST(pool.play("release 1") == "");
            BOOST_TEST(pool.play("acquire B") == "1 to B");
            pool.wait(1ms);
            BOOST_TEST(pool.play("release 1") == "close 1");
            BOOST_TEST((pool.last_reason() == close_reason::max_age));
        }
    }
}

BOOST_AUTO_TEST_CASE(server_that_keeps_connections_for_less_is_believed)
{
    struct row
    {
        const char* name;
        const char* answer;
        std::chrono::seconds kept;
    };

    const row rows[] = {
        {"no hint", "answer 1", 50s},
        {"shorter", "answer 1 keep 30", 28s},
        {"the same", "answer 1 keep 52", 50s},
        {"longer", "answer 1 keep 600", 50s},
        {"a year", "answer 1 keep 31536000", 50s},
        {"three seconds", "answer 1 keep 3", 1s},
        {"two seconds", "answer 1 keep 2", 0s},
        {"nothing", "answer 1 keep 0", 0s},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            pool_play pool(up_to(1));
            pool.play("acquire A");
            pool.play("connected 1");
            pool.play(r.answer);
            BOOST_TEST(pool.play("release 1") == (r.kept == 0s ? "close 1" : ""));
            if (r.kept == 0s)
                continue;
            pool.wait(r.kept - 1ms);
            BOOST_TEST(pool.play("acquire B") == "1 to B");
            BOOST_TEST(pool.play("release 1") == "");
            pool.wait(r.kept);
            BOOST_TEST(pool.play("acquire C") == "queued, close 1, begin 2");
            BOOST_TEST((pool.last_reason() == close_reason::idle_timeout));
        }
    }
}

BOOST_AUTO_TEST_CASE(connection_that_the_server_will_not_keep_still_serves_who_waits)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued"},
                    {"connected 1", "1 to A"},
                    {"answer 1 keep 0", ""},
                    {"release 1", "1 to B"},
                    {"answer 1", ""},
                    {"release 1", ""}});
}

BOOST_AUTO_TEST_CASE(idle_connection_is_watched_when_it_lay_for_a_moment)
{
    pool_play pool(up_to(2));
    play(pool, {{"acquire A", "queued, begin 1"}, {"connected 1", "1 to A"}, {"answer 1", ""}});
    BOOST_TEST(!pool.sweep_in().has_value());
    pool.play("release 1");
    BOOST_TEST((pool.sweep_in() == 10ms));
    BOOST_TEST(pool.play("sweep") == "watch 1");
    BOOST_TEST((pool.sweep_in() == 50s - 10ms));
    BOOST_TEST(pool.play("readable 1") == "close 1");
    BOOST_TEST((pool.last_reason() == close_reason::idle_readable));
    BOOST_TEST(pool.play("sweep") == "");
    BOOST_TEST(!pool.sweep_in().has_value());
}

BOOST_AUTO_TEST_CASE(busy_connection_is_not_watched)
{
    pool_play pool(up_to(1));
    play(pool,
         {{"acquire A", "queued, begin 1"}, {"connected 1", "1 to A"}, {"answer 1", ""}, {"release 1", ""}});
    for (int i = 0; i < 10; ++i) {
        pool.wait(3ms);
        pool.play("acquire B");
        pool.wait(3ms);
        pool.play("release 1");
        if (pool.sweep_in() <= 0ms)
            BOOST_TEST(pool.play("sweep") == "");
    }
}

BOOST_AUTO_TEST_CASE(connection_without_an_exchange_is_watched_as_any_other)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"cancel A", "gone"},
                    {"connected 1", ""},
                    {"sweep", "watch 1"},
                    {"acquire B", "1 to B"},
                    {"release 1", ""},
                    {"readable 1", ""},
                    {"sweep", "watch 1"},
                    {"readable 1", "close 1"}});
}

// The server's end of such a connection would not be noticed, and it would keep its buffers.
BOOST_AUTO_TEST_CASE(connection_is_watched_whenever_its_release_is_told)
{
    play(up_to(3), {{"acquire A", "queued, begin 1"},
                    {"acquire B", "queued, begin 2"},
                    {"connected 1", "1 to A"},
                    {"connected 2", "2 to B"},
                    {"acquire C", "queued, begin 3"},
                    {"cancel C", "gone"},
                    {"release 1", ""},
                    {"sweep", "watch 1"},
                    {"connected 3", ""},
                    {"late 2", ""},
                    {"sweep", "watch 2, watch 3"}});
}

BOOST_AUTO_TEST_CASE(watch_from_before_an_exchange_closes_nothing)
{
    play(up_to(1), {{"acquire A", "queued, begin 1"},
                    {"connected 1", "1 to A"},
                    {"answer 1", ""},
                    {"release 1", ""},
                    {"sweep", "watch 1"},
                    {"acquire B", "1 to B"},
                    {"readable 1", ""},
                    {"release 1", ""},
                    {"sweep", "watch 1"},
                    {"acquire C", "1 to C"},
                    {"release 1", ""},
                    {"readable 1", ""},
                    {"sweep", "watch 1"},
                    {"readable 1", "close 1"}});
}

BOOST_AUTO_TEST_CASE(sweep_closes_what_was_idle_or_lived_for_too_long)
{
    pool_play pool({3, 100, 50s, 60s});
    play(pool, {{"acquire A", "queued, begin 1"},
                {"acquire B", "queued, begin 2"},
                {"acquire C", "queued, begin 3"},
                {"connected 1", "1 to A"},
                {"connected 2", "2 to B"},
                {"connected 3", "3 to C"},
                {"answer 2", ""},
                {"answer 3 keep 7", ""},
                {"release 1", ""},
                {"sweep", "watch 1"},
                {"wait 20", ""},
                {"release 2", ""},
                {"release 3", ""},
                {"sweep", "watch 3, watch 2"}});
    BOOST_TEST((pool.sweep_in() == 5s - 10ms));
    play(pool, {{"sweep", "close 3"}});
    BOOST_TEST((pool.sweep_in() == 25s - 10ms));
    play(pool, {{"sweep", "close 1"}});
    BOOST_TEST((pool.last_reason() == close_reason::idle_timeout));
    BOOST_TEST((pool.sweep_in() == 10s));
    play(pool, {{"sweep", "close 2"}});
    BOOST_TEST((pool.last_reason() == close_reason::max_age));
    BOOST_TEST(!pool.sweep_in().has_value());
}

BOOST_AUTO_TEST_CASE(close_has_its_reason)
{
    struct row
    {
        const char* name;
        std::vector<std::string> events;
        close_reason reason;
    };

    using enum close_reason;
    const row rows[] = {
        {"cut off", {"broken 1"}, exchange_failed},
        {"answered, and then", {"answer 1", "broken 1"}, not_reusable},
        {"answered before", {"answer 1", "release 1", "acquire B", "broken 1"}, exchange_failed},
        {"asked in vain", {"answer 1", "release 1", "acquire B", "stale 1"}, found_dead},
        {"used in vain", {"answer 1", "release 1", "acquire B", "dead 1"}, found_dead},
        {"room for a fresh one", {"release 1", "acquire fresh B"}, makes_room},
        {"room for a fresh one that waits", {"acquire fresh B", "release 1"}, makes_room},
        {"stopped when idle", {"release 1", "stop"}, stopped},
        {"stopped when leased", {"stop", "release 1"}, stopped},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            pool_play pool(up_to(1));
            pool.play("acquire A");
            pool.play("connected 1");
            std::string words;
            for (const std::string& event : r.events)
                words = pool.play(event);
            BOOST_TEST(words.find("close 1") != std::string::npos);
            BOOST_TEST((pool.last_reason() == r.reason));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
