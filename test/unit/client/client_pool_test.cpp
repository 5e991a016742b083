#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** Lets time pass, and has events in the background happen that are due. */
void wait(world& w, std::chrono::milliseconds time)
{
    w.clock.schedule_after(time, [] {});
    w.run();
}

/** So many calls at once, each on a connection of its own. */
void use_connections(world& w, const client& client, int count)
{
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < count; ++i)
        calls.push_back(w.start(client));
    w.run();
    for (const auto& call : calls)
        BOOST_TEST(call->succeeded());
    BOOST_TEST(client.statistics().idle_connections == static_cast<std::size_t>(count));
}

/** @param keep_alive  the value of `Keep-Alive`; empty: no such field. */
reply good_reply(std::string_view keep_alive = {})
{
    reply given = reply::of(200, "{}");
    if (!keep_alive.empty())
        given.add_field("Keep-Alive", std::string(keep_alive));
    return given;
}

/** Leaves one connection idle that never carried an exchange: the call that it was made for is cancelled. */
void leave_unused_connection(world& w, const client& client)
{
    w.network->expect_connects({connect_outcome::success(10ms)});
    const auto call = w.start(client);
    w.run_for(5ms);
    call->cancel.emit(boost::asio::cancellation_type::terminal);
    w.run_for(5ms);
    BOOST_TEST(call->completions == 1U);
    BOOST_TEST(w.served_by.empty());
    BOOST_TEST(client.statistics().idle_connections == 1U);
}

std::vector<reply> slow_replies(int count, std::string_view keep_alive = {})
{
    return std::vector<reply>(static_cast<std::size_t>(count), good_reply(keep_alive).after(5ms));
}

} // namespace

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(refusal_read_to_its_end_keeps_the_connection)
{
    for (const int status : {400, 401, 402, 403, 404, 409, 410, 412, 422, 451}) {
        BOOST_TEST_CONTEXT("status " << status)
        {
            world w({reply::of(status, R"({"error":"no"})"), reply::of(status, "")});
            const auto client = w.make_client();
            for (int i = 0; i < 3; ++i) {
                w.start(client);
                w.run();
            }
            BOOST_TEST((w.served_by == std::vector<std::size_t>{1, 1, 1}));
            BOOST_TEST(client.statistics().connections_reused == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(connection_closed_by_the_peer_goes_before_the_next_call)
{
    for (const auto how : {reply::ending::close, reply::ending::reset}) {
        world w(slow_replies(3));
        const auto client = w.make_client();
        use_connections(w, client, 3);
        wait(w, 10ms);
        w.network->close_all(how);
        w.run();
        BOOST_TEST(client.statistics().connections == 0U);
        BOOST_TEST(client.statistics().closed.idle_readable == 3U);
        BOOST_TEST(w.network->open() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(connection_closed_before_it_is_watched_goes_with_the_next_sweep)
{
    world w;
    const auto client = w.make_client();
    use_connections(w, client, 1);
    w.network->close_all(reply::ending::close);
    wait(w, 9ms);
    BOOST_TEST(client.statistics().connections == 1U);
    wait(w, 1ms);
    BOOST_TEST(client.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(connection_that_was_never_used_goes_when_the_peer_ends_it)
{
    for (const auto how : {reply::ending::close, reply::ending::reset}) {
        world w;
        const auto client = w.make_client();
        leave_unused_connection(w, client);
        wait(w, 10ms);
        w.network->close_all(how);
        w.run();
        BOOST_TEST(client.statistics().connections == 0U);
        BOOST_TEST(client.statistics().closed.idle_readable == 1U);
    }
}

BOOST_AUTO_TEST_CASE(connection_that_ended_before_its_first_use_costs_no_request)
{
    for (const auto how : {reply::ending::close, reply::ending::reset}) {
        world w;
        const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
        leave_unused_connection(w, client);
        w.network->close_all(how);
        const auto call = w.start(client, http::request("POST", "/x").content("text/plain", "once"));
        w.run();
        BOOST_TEST(call->succeeded());
        BOOST_TEST((w.served_by == std::vector<std::size_t>{2}));
    }
}

BOOST_AUTO_TEST_CASE(answer_that_comes_before_the_first_request_is_not_taken)
{
    world w;
    const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
    leave_unused_connection(w, client);
    w.network->send_to_all("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    const auto call = w.start(client, http::request("POST", "/x").content("text/plain", "once"));
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST((w.served_by == std::vector<std::size_t>{2}));
}

BOOST_AUTO_TEST_CASE(watched_connection_serves_the_next_calls)
{
    world w;
    const auto client = w.make_client();
    for (int i = 0; i < 5; ++i) {
        use_connections(w, client, 1);
        wait(w, 100ms);
    }
    BOOST_TEST(w.network->connects() == 1U);
    BOOST_TEST(client.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(idle_connections_go_after_the_time_that_the_server_allows)
{
    struct row
    {
        const char* keep_alive;
        std::chrono::milliseconds kept;
    };

    for (const row& r :
         {row{"", 50s}, row{"timeout=7", 5s}, row{"timeout=90", 50s}, row{"timeout=seven", 50s}}) {
        BOOST_TEST_CONTEXT(r.keep_alive)
        {
            world w(slow_replies(2, r.keep_alive));
            const auto client = w.make_client();
            use_connections(w, client, 2);
            wait(w, r.kept - 1ms);
            BOOST_TEST(client.statistics().connections == 2U);
            wait(w, 1ms);
            BOOST_TEST(client.statistics().connections == 0U);
            BOOST_TEST(client.statistics().closed.idle_timeout == 2U);
        }
    }
    world w({good_reply("timeout=2")});
    const auto client = w.make_client();
    w.start(client);
    w.run();
    BOOST_TEST(client.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(connections_made_together_reach_their_age_one_by_one)
{
    world w(slow_replies(4));
    const auto client = w.make_client(world::options().max_connection_age(100s).idle_timeout(1000s));
    use_connections(w, client, 4);
    wait(w, 69s);
    BOOST_TEST(client.statistics().connections == 4U);
    std::size_t steps = 0;
    for (std::size_t left = 4; w.clock.elapsed() < 131s; wait(w, 100ms)) {
        const std::size_t now = client.statistics().connections;
        steps += now != left;
        left = now;
    }
    BOOST_TEST(steps >= 3U);
    BOOST_TEST(client.statistics().connections == 0U);
    BOOST_TEST(client.statistics().closed.max_age == 4U);
}

BOOST_AUTO_TEST_CASE(restarted_server_costs_one_try_however_many_connections_are_idle)
{
    world w(slow_replies(8));
    const auto client = w.make_client(world::options().max_connections(8));
    use_connections(w, client, 8);
    w.network->close_all(reply::ending::reset);
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    // The eight requests, and one more on a fresh connection: an attempt on a dead one did not arrive.
    BOOST_TEST(w.served_by.size() == 9U);
    BOOST_TEST(w.network->connects() == 9U);
    BOOST_TEST(client.statistics().closed.found_dead == 8U);
    BOOST_TEST(client.statistics().connections_reused == 1U);
    BOOST_TEST(client.statistics().connections == 1U);
}

BOOST_AUTO_TEST_CASE(call_takes_what_comes_first_a_released_connection_or_a_new_one)
{
    world w({reply::of(200, "{}").after(20ms)});
    w.network->expect_connects({connect_outcome::success(), connect_outcome::success(100ms)});
    const auto client = w.make_client();
    const auto first = w.start(client);
    w.run_for(1ms);
    const auto second = w.start(client);
    w.run();
    BOOST_TEST(first->at.count() == 20);
    BOOST_TEST(second->at.count() == 20);
    BOOST_TEST((w.served_by == std::vector<std::size_t>{1, 1}));
    // The connections that were begun for the call are left for later calls.
    BOOST_TEST(client.statistics().idle_connections == 2U);
}

BOOST_AUTO_TEST_CASE(peer_never_sees_more_connections_than_allowed)
{
    std::vector<reply> replies;
    for (int i = 0; i < 20; ++i) {
        replies.push_back(reply::of(200, "{}").add_field("Connection", "close").after(1ms));
        replies.push_back(reply::of(200, "{}").after(1ms));
    }
    world w(std::move(replies));
    const auto client = w.make_client(world::options().max_connections(3));
    for (int i = 0; i < 40; ++i)
        w.start(client);
    w.run();
    BOOST_TEST(w.served_by.size() == 40U);
    BOOST_TEST(w.network->peak_open() == 3U);
    BOOST_TEST(client.statistics().closed.not_reusable == 20U);
    BOOST_TEST(client.statistics().peak_waiting_calls == 40U);
}

BOOST_AUTO_TEST_CASE(statistics_count_what_became_of_connections)
{
    world w({reply::of(200, "{}"), reply::silence().then(reply::ending::reset)});
    w.network->expect_connects({connect_outcome::failure(errc::connect_failed)});
    const auto client = w.make_client(world::options().retry(retry_options().max_attempts(2)));
    w.start(client);
    w.run();
    w.start(client);
    w.run();
    client_statistics seen = client.statistics();
    BOOST_TEST(seen.connect_failures == 1U);
    BOOST_TEST(seen.connections_opened == 2U);
    BOOST_TEST(seen.connections_reused == 1U);
    BOOST_TEST(seen.closed.found_dead == 1U);
    BOOST_TEST(seen.idle_connections == 1U);
    client.close();
    w.run();
    seen = client.statistics();
    BOOST_TEST(seen.connections == 0U);
    BOOST_TEST(seen.closed.otherwise == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
