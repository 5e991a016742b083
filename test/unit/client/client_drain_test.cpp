#include "unit/client/world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>

using namespace useapi;
using namespace useapi::testing;
namespace asio = boost::asio;

namespace {

struct drained
{
    std::optional<std::size_t> cut;
    std::chrono::milliseconds at{};
};

std::shared_ptr<drained> start_drain(world& w, const client& client, std::chrono::milliseconds grace)
{
    auto seen = std::make_shared<drained>();
    client.async_drain(grace, [&w, seen](std::size_t cut) {
        seen->cut = cut;
        seen->at = std::chrono::duration_cast<std::chrono::milliseconds>(w.clock.elapsed());
    });
    return seen;
}

} // namespace

BOOST_AUTO_TEST_SUITE(drain)

BOOST_AUTO_TEST_CASE(drain_of_an_idle_client_completes_at_once)
{
    world w;
    const auto client = w.make_client();
    w.start(client);
    w.run();
    const auto seen = start_drain(w, client, 5s);
    BOOST_TEST(!seen->cut);
    w.run();
    BOOST_TEST(seen->cut.value() == 0U);
    BOOST_TEST(w.network->open() == 0U);
}

BOOST_AUTO_TEST_CASE(drain_lets_running_exchanges_finish_and_fails_the_rest)
{
    world w({reply::of(200, "{}").after(2s), reply::of(429, "{}").add_field("Retry-After", "20")});
    const auto client = w.make_client(world::options().max_connections(2));
    const auto running = w.start(client);
    const auto backing_off = w.start(client);
    w.run_for(500ms);
    const auto seen = start_drain(w, client, 10s);
    const auto late = w.start(client);
    w.run();
    BOOST_TEST(running->succeeded());
    BOOST_TEST(backing_off->failure().code() == errc::client_draining);
    BOOST_TEST(backing_off->failure().effect() == effect::rejected);
    BOOST_TEST(late->failure().code() == errc::client_draining);
    BOOST_TEST(late->failure().effect() == effect::none);
    BOOST_TEST(seen->cut.value() == 0U);
    BOOST_TEST(seen->at.count() == 2000);
}

BOOST_AUTO_TEST_CASE(drain_fails_waiting_calls_with_an_error_of_its_own)
{
    world w({reply::of(200, "{}").after(2s)});
    const auto client = w.make_client(world::options().max_connections(1));
    w.start(client);
    const auto waiting = w.start(client);
    w.run_for(500ms);
    start_drain(w, client, 10s);
    w.run_for(1ms);
    BOOST_TEST(waiting->failure().code() == errc::client_draining);
    BOOST_TEST(waiting->failure().code() == condition::cancelled);
    BOOST_TEST(waiting->failure().effect() == effect::none);
    BOOST_TEST(waiting->failure().attempts() == 0U);
    w.run();
    BOOST_TEST(client.statistics().attempts == 1U);
}

BOOST_AUTO_TEST_CASE(attempt_that_fails_during_a_drain_is_the_last_one_of_its_call)
{
    world w({reply::of(503, "{}").after(1s)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    start_drain(w, client, 10s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_draining);
    BOOST_TEST(call->failure().effect() == effect::rejected);
    BOOST_TEST(call->failure().attempts() == 1U);
    BOOST_TEST(call->at.count() == 1000);
    BOOST_TEST(w.network->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(cancelled_drain_ends_its_grace_period)
{
    for (const auto type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                            asio::cancellation_type::total, asio::cancellation_type::none}) {
        world w({reply::of(200, "{}").after(5s)});
        const auto client = w.make_client();
        const auto running = w.start(client);
        w.run_for(100ms);
        asio::cancellation_signal stop;
        std::optional<std::size_t> cut;
        client.async_drain(10s, asio::bind_cancellation_slot(stop.slot(), [&](std::size_t n) { cut = n; }));
        w.run_for(1s);
        BOOST_TEST(!cut);
        stop.emit(type);
        w.run_for(1ms);
        if (type == asio::cancellation_type::none) {
            BOOST_TEST(!cut);
            w.run();
            BOOST_TEST(running->succeeded());
            BOOST_TEST(cut.value() == 0U);
        } else {
            BOOST_TEST(running->failure().code() == errc::client_closed);
            BOOST_TEST(cut.value() == 1U);
        }
        stop.emit(type); // nothing listens any more
        w.run();
    }
}

BOOST_AUTO_TEST_CASE(drain_does_not_hide_a_real_answer)
{
    world w({reply::of(404, "{}").after(1s)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    start_drain(w, client, 10s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::not_found);
}

BOOST_AUTO_TEST_CASE(drain_cuts_what_still_runs_after_the_grace_period)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    const auto seen = start_drain(w, client, 3s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(seen->cut.value() == 1U);
    BOOST_TEST(seen->at.count() == 3100);
}

BOOST_AUTO_TEST_CASE(drain_without_grace_closes_at_once)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    const auto seen = start_drain(w, client, 0s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(seen->cut.value() == 1U);
    BOOST_TEST(seen->at.count() == 100);
}

BOOST_AUTO_TEST_CASE(drain_without_grace_cuts_a_drain_short_that_is_under_way)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    const auto first = start_drain(w, client, 10s);
    w.run_for(200ms);
    const auto second = start_drain(w, client, 0s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(first->cut.value() == 1U);
    BOOST_TEST(first->at.count() == 300);
    BOOST_TEST(second->cut.value() == 1U);
    BOOST_TEST(second->at.count() == 300);
}

BOOST_AUTO_TEST_CASE(shortest_grace_period_counts_where_a_client_is_drained_again)
{
    for (const bool is_shorter : {false, true}) {
        world w({reply::silence()});
        const auto client = w.make_client();
        w.start(client);
        w.run_for(100ms);
        const auto first = start_drain(w, client, 3s);
        const auto second = start_drain(w, client, is_shorter ? 1s : 8s);
        w.run();
        BOOST_TEST(first->at.count() == (is_shorter ? 1100 : 3100));
        BOOST_TEST(second->at == first->at);
    }
}

BOOST_AUTO_TEST_CASE(drain_completes_after_the_handler_of_the_last_call_returned)
{
    world w;
    const auto client = w.make_client();
    std::shared_ptr<drained> seen;
    bool completed_inside = true;
    async_send(client, http::request("GET", "/x"), [&](const result<http::response>&) {
        seen = start_drain(w, client, 10s);
        // Runs what other threads would run while the handler takes its time.
        w.run_for(1s);
        completed_inside = seen->cut.has_value();
    });
    w.run();
    BOOST_TEST(!completed_inside);
    BOOST_TEST(seen->cut.value() == 0U);
}

BOOST_AUTO_TEST_CASE(drain_completes_after_the_last_handler_on_another_executor_returned_or_was_dropped)
{
    for (const bool runs : {true, false}) {
        for (const bool drained_before_the_answer : {true, false}) {
            BOOST_TEST_CONTEXT(runs << drained_before_the_answer)
            {
                auto elsewhere = std::make_unique<boost::asio::io_context>();
                world w({reply::of(200, "{}").after(1s)});
                std::optional<client> client = w.make_client();
                bool handled = false;
                async_send(*client, http::request("GET", "/x"),
                           boost::asio::bind_executor(
                               *elsewhere, [&](const result<http::response>&) { handled = true; }));
                w.run_for(drained_before_the_answer ? 500ms : 2s);
                const auto seen = start_drain(w, *client, 10s);
                client.reset(); // the drain needs no handle
                w.run();
                BOOST_TEST(!seen->cut.has_value());
                if (runs)
                    elsewhere->run();
                elsewhere.reset();
                w.run();
                BOOST_TEST(handled == runs);
                BOOST_TEST(seen->cut.has_value());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(drain_keeps_the_context_running_until_it_completed)
{
    boost::asio::io_context elsewhere;
    world w;
    const auto client = w.make_client();
    async_send(client, http::request("GET", "/x"),
               boost::asio::bind_executor(elsewhere, [](const result<http::response>&) {}));
    w.run();
    const auto seen = start_drain(w, client, 10s);
    w.run();
    // Returns at once if nothing keeps it running.
    w.context.restart();
    BOOST_TEST(w.context.run_one_for(0ms) == 0U);
    BOOST_TEST(!w.context.stopped());
    elsewhere.run();
    w.run();
    BOOST_TEST(seen->cut.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
