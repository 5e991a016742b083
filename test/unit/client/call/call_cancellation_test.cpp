#include "unit/client/world.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

using boost::asio::cancellation_type;

constexpr cancellation_type every_type[] = {cancellation_type::terminal, cancellation_type::partial,
                                            cancellation_type::total};

} // namespace

BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_AUTO_TEST_CASE(cancelled_while_waiting_for_a_connection_leaves_the_queue)
{
    for (const cancellation_type type : every_type) {
        world w({reply::of(200, "{}").after(1s)});
        const auto client = w.make_client(world::options().max_connections(1));
        const auto busy = w.start(client);
        const auto waiting = w.start(client);
        w.run_for(100ms);
        waiting->cancel.emit(type);
        w.run_for(100ms);
        BOOST_TEST_REQUIRE(waiting->completions == 1U);
        BOOST_TEST(waiting->failure().code() == errc::cancelled);
        BOOST_TEST(waiting->failure().effect() == effect::none);
        BOOST_TEST(client.statistics().waiting_calls == 0U);
        w.run();
        BOOST_TEST(busy->succeeded());
    }
}

BOOST_AUTO_TEST_CASE(cancelled_while_connecting_leaves_the_connection_to_others)
{
    world w;
    w.network->expect_connects({connect_outcome::success(500ms)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    call->cancel.emit(cancellation_type::total);
    w.run();
    BOOST_TEST(call->failure().code() == errc::cancelled);
    BOOST_TEST(call->at.count() == 100);
    BOOST_TEST(client.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(cancelled_during_the_exchange_closes_its_connection)
{
    for (const cancellation_type type : every_type) {
        world w({reply::of(200, "{}").after(1s)});
        const auto client = w.make_client();
        const auto call = w.start(client);
        w.run_for(100ms);
        call->cancel.emit(type);
        w.run();
        BOOST_TEST(call->failure().code() == errc::cancelled);
        BOOST_TEST(call->failure().effect() == effect::unknown);
        BOOST_TEST(call->completions == 1U);
        BOOST_TEST(w.network->open() == 0U);
        BOOST_TEST(client.statistics().connections == 0U);
    }
}

BOOST_AUTO_TEST_CASE(cancelled_before_the_request_left_returns_the_connection)
{
    world w;
    const auto client = w.make_client();
    w.start(client);
    w.run();
    const auto call = w.start(client);
    call->cancel.emit(cancellation_type::total);
    w.run();
    BOOST_TEST(call->failure().code() == errc::cancelled);
    BOOST_TEST(call->failure().effect() == effect::none);
    BOOST_TEST(w.network->requests().size() == 1U);
    BOOST_TEST(client.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(cancelled_during_the_back_off_tells_what_the_server_saw)
{
    world w({reply::of(429, "{}").add_field("Retry-After", "5")});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(1s);
    call->cancel.emit(cancellation_type::terminal);
    w.run();
    BOOST_TEST(call->failure().code() == errc::cancelled);
    BOOST_TEST(call->failure().effect() == effect::rejected);
    BOOST_TEST(call->at.count() == 1000);
}

BOOST_AUTO_TEST_CASE(cancelled_behind_the_gate_ends_at_once)
{
    world w({reply::of(429, "{}").add_field("Retry-After", "5")});
    const auto client = w.make_client();
    w.start(client);
    w.run_for(1s);
    const auto held_back = w.start(client);
    w.run_for(1s);
    BOOST_TEST(held_back->completions == 0U);
    held_back->cancel.emit(cancellation_type::partial);
    w.run();
    BOOST_TEST(held_back->failure().code() == errc::cancelled);
    BOOST_TEST(held_back->failure().effect() == effect::none);
    BOOST_TEST(held_back->at.count() == 2000);
}

BOOST_AUTO_TEST_CASE(cancelled_at_every_instant_completes_exactly_once)
{
    // 20 ms to connect, 30 ms to a 503, back-off, 30 ms to the answer.
    for (int at = 0; at < 400; ++at) {
        BOOST_TEST_CONTEXT("after " << at << " ms")
        {
            world w({reply::of(503, "{}").after(30ms), reply::of(200, "{}").after(30ms)});
            w.network->expect_connects({connect_outcome::success(20ms)});
            const auto client = w.make_client(world::options().retry(retry_options().busy_base_delay(300ms)));
            const auto call = w.start(client);
            w.clock.schedule_after(std::chrono::milliseconds(at),
                                   [call] { call->cancel.emit(cancellation_type::total); });
            BOOST_TEST(w.run());
            BOOST_TEST(call->completions == 1U);
            BOOST_TEST(client.statistics().running_calls == 0U);
            if (!call->succeeded())
                BOOST_TEST(call->failure().code() == errc::cancelled);
            const auto after = w.start(client);
            w.run();
            BOOST_TEST(after->completions == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(destroying_the_last_handle_ends_what_runs)
{
    world w({reply::of(200, "{}").after(1s)});
    std::optional<client> handle = w.make_client(world::options().max_connections(1));
    const auto running = w.start(*handle);
    const auto waiting = w.start(*handle);
    w.run_for(100ms);
    const client copy = *handle;
    handle.reset();
    w.run_for(100ms);
    BOOST_TEST(running->completions == 0U);
    {
        const client last = copy;
        handle.emplace(last);
    }
    copy.close();
    w.run();
    BOOST_TEST(running->failure().code() == errc::client_closed);
    BOOST_TEST(running->failure().effect() == effect::unknown);
    BOOST_TEST(waiting->failure().code() == errc::client_closed);
    BOOST_TEST(waiting->failure().effect() == effect::none);
    BOOST_TEST(w.network->open() == 0U);
    const auto late = w.start(copy);
    w.run();
    BOOST_TEST(late->failure().code() == errc::client_closed);
}

BOOST_AUTO_TEST_CASE(handles_that_go_out_of_scope_close_the_client)
{
    world w({reply::of(200, "{}").after(1s)});
    std::shared_ptr<observed> call;
    {
        const auto client = w.make_client();
        call = w.start(client);
        w.run_for(100ms);
    }
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(w.network->open() == 0U);
}

BOOST_AUTO_TEST_CASE(io_context_destroyed_in_mid_call_destroys_the_handler)
{
    const auto alive = std::make_shared<int>(0);
    {
        world w({reply::silence(), reply::of(503, "{}").add_field("Retry-After", "9")});
        const auto client = w.make_client(world::options().max_connections(2));
        for (int i = 0; i < 6; ++i)
            async_send(client, http::request("GET", "/x"), [alive](const result<http::response>&) {});
        w.run_for(100ms);
        BOOST_TEST(alive.use_count() > 1);
    }
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
