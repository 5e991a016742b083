#include "unit/client/world.hpp"

#include <useapi/client/observer.hpp>
#include <useapi/retry/retry_policy.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace useapi;
using namespace useapi::testing;

// User code that takes long, or waits for another operation of the client. It runs the io_context inside
// itself, as other threads would do meanwhile. If the client held a strand or a lock around the user code,
// the operations that need it would make no progress.

namespace {

/** Runs something the first time that it hears of an event. */
class meddler final : public observer
{
public:
    std::map<std::string, std::function<void()>> first_time;

    void on_call_queued(const event::call_queued&) noexcept override { hears("queued"); }

    void on_connection_acquired(const event::connection_acquired&) noexcept override { hears("acquired"); }

    void on_request_sent(const event::request_sent&) noexcept override { hears("sent"); }

    void on_first_byte(const event::first_byte&) noexcept override { hears("first byte"); }

    void on_response_received(const event::response_received&) noexcept override { hears("response"); }

    void on_request_failed(const event::request_failed&) noexcept override { hears("failed"); }

    void on_connection_released(const event::connection_released&) noexcept override { hears("released"); }

    void on_retry_decided(const event::retry_decided&) noexcept override { hears("decided"); }

    void on_gate_closed(const event::gate_closed&) noexcept override { hears("gate closed"); }

    void on_call_held_back(const event::call_held_back&) noexcept override { hears("held back"); }

    void on_call_ended(const event::call_ended&) noexcept override { hears("ended"); }

    void on_connection_connecting(const event::connection_connecting&) noexcept override
    {
        hears("connecting");
    }

    void on_connection_opened(const event::connection_opened&) noexcept override { hears("opened"); }

    void on_connection_failed(const event::connection_failed&) noexcept override { hears("not opened"); }

    void on_connection_closed(const event::connection_closed&) noexcept override { hears("closed"); }

private:
    void hears(const std::string& event)
    {
        if (const auto meddle = std::exchange(first_time[event], nullptr))
            meddle();
    }
};

/** Waits a second before each further attempt, and runs something the first time that it is asked. */
class slow_policy final : public retry_policy
{
public:
    explicit slow_policy(std::function<void()> asked = nullptr) : asked_(std::move(asked)) {}

    retry_choice choose(const failed_attempt&, retry_choice proposed) const noexcept override
    {
        if (const auto asked = std::exchange(asked_, nullptr))
            asked();
        return proposed.again() ? retry_choice::again_after(1s) : proposed;
    }

private:
    mutable std::function<void()> asked_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(user_code)

BOOST_AUTO_TEST_CASE(handler_that_waits_for_a_second_call_on_the_same_connection_ends)
{
    world w;
    const auto client = w.make_client(world::options().max_connections(1));
    std::shared_ptr<observed> second;
    async_send(client, http::request("GET", "/x"), [&](const result<http::response>&) {
        second = w.start(client);
        w.run_for(1s);
    });
    w.run();
    BOOST_REQUIRE(second);
    BOOST_TEST(second->completions == 1U);
    BOOST_TEST(second->succeeded());
    BOOST_TEST(second->at.count() == 0);
}

BOOST_AUTO_TEST_CASE(deadline_of_a_call_ends_it_while_the_handler_before_it_on_its_connection_computes)
{
    world w({reply::of(200, "{}"), reply::silence()});
    const auto client = w.make_client(world::options().max_connections(1).timeout(500ms));
    std::shared_ptr<observed> second;
    async_send(client, http::request("GET", "/x"), [&](const result<http::response>&) {
        second = w.start(client);
        w.run_for(2s);
        BOOST_TEST(second->completions == 1U);
    });
    w.run();
    BOOST_REQUIRE(second);
    BOOST_TEST(second->failure().code() == errc::timed_out);
    BOOST_TEST(second->at.count() == 500);
}

BOOST_AUTO_TEST_CASE(cancellation_of_a_call_ends_it_while_the_handler_before_it_on_its_connection_computes)
{
    world w({reply::of(200, "{}"), reply::silence()});
    const auto client = w.make_client(world::options().max_connections(1));
    async_send(client, http::request("GET", "/x"), [&](const result<http::response>&) {
        const auto second = w.start(client);
        w.run_for(100ms);
        second->cancel.emit(boost::asio::cancellation_type::terminal);
        w.run_for(1ms);
        BOOST_TEST(second->completions == 1U);
    });
    w.run();
}

BOOST_AUTO_TEST_CASE(other_calls_go_on_or_end_in_time_while_an_observer_takes_its_time)
{
    for (const std::string event :
         {"queued", "acquired", "sent", "first byte", "response", "failed", "released", "decided",
          "gate closed", "held back", "ended", "connecting", "opened", "not opened", "closed"}) {
        for (const std::size_t connections : {1U, 2U}) {
            BOOST_TEST_CONTEXT(event << " with " << connections)
            {
                world w({reply().then(reply::ending::close),
                         reply::of(503, "{}").retry_after(1s).then(reply::ending::close)});
                const auto spy = std::make_shared<meddler>();
                const auto client =
                    w.make_client(world::options().max_connections(connections).observe_with(spy));
                w.network->expect_connects({connect_outcome::failure(errc::connect_failed)});
                bool meddled = false;
                bool other_ended = false;
                spy->first_time[event] = [&] {
                    meddled = true;
                    const auto other = w.start(client);
                    w.run_for(connections == 1 ? 61s : 30s);
                    other_ended = other->completions == 1;
                };
                if (event == "held back")
                    spy->first_time["gate closed"] = [&] { w.start(client); };
                w.start(client);
                w.run();
                BOOST_TEST(meddled);
                BOOST_TEST(other_ended);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(call_is_cancelled_and_timed_out_while_an_observer_of_its_exchange_takes_its_time)
{
    for (const std::string event : {"sent", "first byte"}) {
        BOOST_TEST_CONTEXT(event)
        {
            world w({reply("HTTP/1.1 200 OK\r\n")});
            const auto spy = std::make_shared<meddler>();
            const auto client =
                w.make_client(world::options().max_connections(1).timeout(1s).observe_with(spy));
            bool was_freed = false;
            spy->first_time[event] = [&] {
                w.run_for(2s);
                was_freed = w.network->open() == 0;
            };
            const auto call = w.start(client);
            w.run();
            BOOST_TEST(was_freed);
            BOOST_TEST(call->failure().code() == errc::timed_out);
        }
    }
}

BOOST_AUTO_TEST_CASE(other_calls_go_on_while_a_retry_policy_takes_its_time)
{
    world w({reply::of(503, "{}"), reply::of(200, "{}")});
    auto options = world::options().max_connections(1);
    std::optional<client> used;
    bool other_ended = false;
    options.retry(retry_options().policy(std::make_shared<slow_policy>([&] {
        const auto other = w.start(*used);
        w.run_for(1s);
        other_ended = other->succeeded();
    })));
    used = w.make_client(options);
    w.start(*used);
    w.run();
    BOOST_TEST(other_ended);
}

BOOST_AUTO_TEST_CASE(handler_of_a_call_that_wakes_to_end_does_not_hold_up_another_that_wakes_then)
{
    world w({reply::of(503, "{}"), reply::of(503, "{}"), reply::of(429, "{}").retry_after(100s)});
    auto options = world::options();
    options.retry(retry_options().policy(std::make_shared<slow_policy>()));
    const auto client = w.make_client(options);
    unsigned ended = 0;
    // A coroutine is resumed inside the function that ends its call.
    const auto either = [&]() -> boost::asio::awaitable<void> {
        co_await send(client, http::request("GET", "/a"));
        if (++ended == 1)
            w.run_for(10ms);
        BOOST_TEST(ended == 2U);
    };
    for (int i = 0; i < 2; ++i)
        boost::asio::co_spawn(w.context, either(), boost::asio::detached);
    w.run_for(500ms);
    // This call closes the gate for longer than both deadlines. The two calls find that out when they wake.
    w.start(client);
    w.run();
    BOOST_TEST(ended == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(foreign_executor)

BOOST_AUTO_TEST_CASE(handler_on_another_executor_holds_neither_call_nor_client)
{
    for (const bool refused : {false, true}) {
        BOOST_TEST_CONTEXT((refused ? "refused" : "answered"))
        {
            boost::asio::io_context elsewhere;
            std::weak_ptr<detail::client_core> core;
            bool completed = false;
            {
                world w;
                const auto client = w.make_client();
                core = detail::access::core(client);
                if (refused)
                    client.close();
                async_send(client, http::request("GET", "/x"),
                           boost::asio::bind_executor(
                               elsewhere, [&](const result<http::response>&) { completed = true; }));
                w.run();
            }
            BOOST_TEST(core.expired());
            BOOST_TEST(!completed);
            elsewhere.run();
            BOOST_TEST(completed);
        }
    }
}

BOOST_AUTO_TEST_CASE(handler_on_another_executor_may_hold_the_last_client_when_the_context_is_gone)
{
    boost::asio::io_context elsewhere;
    std::weak_ptr<detail::client_core> core;
    std::optional<error_code> outcome;
    {
        world w;
        const auto client = std::make_shared<useapi::client>(w.make_client());
        core = detail::access::core(*client);
        async_send(
            *client, http::request("GET", "/x"),
            boost::asio::bind_executor(elsewhere, [client, &outcome](const result<http::response>& answer) {
                outcome = answer ? error_code() : answer.error().code();
            }));
        w.run();
    }
    BOOST_TEST(!core.expired());
    elsewhere.run();
    BOOST_TEST(core.expired());
    BOOST_TEST(outcome.value() == error_code());
}

BOOST_AUTO_TEST_CASE(context_may_be_destroyed_after_every_step_of_calls_whose_handlers_run_elsewhere)
{
    bool all_ran = false;
    for (std::size_t steps = 0; !all_ran; ++steps) {
        boost::asio::io_context elsewhere;
        const auto held = std::make_shared<int>(0);
        std::optional<client> outlives;
        {
            world w({reply::of(503, "{}"), reply::of(200, "{}").after(1s), reply::of(200, "{}")});
            outlives = w.make_client(world::options().max_connections(1));
            for (int i = 0; i < 3; ++i)
                async_send(
                    *outlives, http::request("GET", "/x"),
                    boost::asio::bind_executor(
                        elsewhere, [held, last = *outlives](const result<http::response>&) { ++*held; }));
            outlives->async_drain(2s,
                                  boost::asio::bind_executor(elsewhere, [held](std::size_t) { ++*held; }));
            if (steps % 2 == 0)
                outlives.reset();
            for (std::size_t step = 0; step < steps; ++step) {
                if (w.context.poll_one() == 0)
                    w.clock.run_next_event();
                w.context.restart();
                elsewhere.poll_one();
                elsewhere.restart();
            }
        }
        elsewhere.run();
        outlives.reset();
        BOOST_TEST(held.use_count() == 1);
        all_ran = *held == 4;
        BOOST_REQUIRE(steps < 1000);
    }
}

BOOST_AUTO_TEST_SUITE_END()
