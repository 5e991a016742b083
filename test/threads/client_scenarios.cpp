#include "threads/scenarios.hpp"
#include "threads/world.hpp"

#include <useapi/client/metrics.hpp>
#include <useapi/client/observer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <optional>

namespace useapi::threads {

namespace {

const http::request get("GET", "/x");

/** No connection leaked, and none too many was made. */
void check_connections(const world& w, const client_statistics& last, std::size_t most)
{
    require(last.running_calls == 0 && last.waiting_calls == 0, "a call did not end");
    require(last.connections == last.idle_connections, "a lease leaked");
    require(w.net->open() == last.connections, "the pool lost count of its connections");
    require(w.net->peak_open() <= most, "more connections than allowed");
}

/** An observer that takes many steps of a schedule and orders nothing. */
class slow_observer final : public observer
{
public:
    void on_request_sent(const event::request_sent&) noexcept override
    {
        for (int i = 0; i != 30; ++i)
            steps_.fetch_add(1, std::memory_order_relaxed);
    }

private:
    std::atomic<int> steps_ = 0;
};

/** Options that use more of the client's parts. */
client_options any_options(random_numbers& numbers)
{
    auto options = world::options();
    if (numbers.one_in(2))
        options.load(load_options().adaptive_concurrency(true).fail_fast_after(3s));
    return options;
}

} // namespace

void calls_end_once(random_numbers& numbers)
{
    tally handlers;
    world w(numbers);
    const auto counters = std::make_shared<metrics>();
    auto options = any_options(numbers).observe_with(counters);
    if (numbers.one_in(2))
        options.observe_with(std::make_shared<slow_observer>());
    auto c = std::make_unique<client>(w.make_client(options));
    const auto count = 2 + numbers.below(2);
    std::vector<std::shared_ptr<asio::cancellation_signal>> signals; // outlive the handlers
    std::vector<std::thread> cancelling;
    w.start_threads();
    for (std::uint64_t i = 0; i != count; ++i) {
        const auto strand = asio::make_strand(*w.context);
        const auto signal = signals.emplace_back(std::make_shared<asio::cancellation_signal>());
        asio::post(strand, [&c = *c, strand, signal, handler = tally::handler(handlers)]() mutable {
            async_send(c, get,
                       asio::bind_cancellation_slot(signal->slot(),
                                                    asio::bind_executor(strand, std::move(handler))));
        });
        if (numbers.one_in(2))
            cancelling.push_back(user_thread([strand, signal] {
                asio::post(strand, [signal] { signal->emit(asio::cancellation_type::total); });
            }));
    }
    static_cast<void>(counters->prometheus_text());
    for (std::thread& each : cancelling)
        each.join();
    w.finish();
    require(handlers.returned == count && handlers.alive == 0, "a call did not complete");
    require(counters->prometheus_text().find("\nuseapi_calls_active 0\n") != std::string::npos,
            "the metrics lost count of the calls");
    check_connections(w, c->statistics(), 2);
    c.reset();
    require(w.core.expired(), "a client lives on");
}

void pauses(random_numbers& numbers)
{
    tally handlers;
    world w(numbers, [refused = 2](std::string_view, random_numbers&) mutable {
        return refused-- > 0 ? status_429() : answer();
    });
    auto c = std::make_unique<client>(w.make_client());
    std::thread user = user_thread([copy = *c] {
        for (int i = 0; i != 3; ++i)
            require(copy.held_back() <= 1s, "a pause is longer than the service asked for");
    });
    w.start_threads();
    for (int i = 0; i != 3; ++i)
        async_send(*c, get, tally::handler(handlers));
    user.join();
    w.finish();
    require(handlers.returned == 3 && handlers.alive == 0, "a call did not complete");
    c.reset();
    require(w.core.expired(), "a client lives on");
}

void client_goes_at_any_time(random_numbers& numbers)
{
    tally handlers;
    const bool stops = numbers.one_in(3);
    {
        world w(numbers);
        auto options = any_options(numbers);
        if (numbers.one_in(2))
            options.observe_with(std::make_shared<metrics>());
        auto c = std::make_unique<client>(w.make_client(options));
        w.start_threads();
        for (int i = 0; i != 3; ++i)
            async_send(*c, get, tally::handler(handlers));
        std::vector<std::thread> users;
        for (int i = 0; i != 2; ++i)
            users.push_back(user_thread([copy = *c, which = numbers.below(6), &handlers] {
                switch (which) {
                case 0:
                    return copy.close();
                case 1:
                    return copy.set_max_connections(1);
                case 2:
                    return copy.async_connect(2, tally::handler(handlers));
                case 3:
                    return async_send(copy, get, tally::handler(handlers));
                case 4:
                    return static_cast<void>(copy.held_back());
                default:
                    static_cast<void>(copy.statistics());
                }
            }));
        if (numbers.one_in(2))
            c.reset();
        for (std::thread& each : users)
            each.join();
        c.reset();
        if (stops)
            w.context->stop();
        w.finish();
        require(stops || handlers.returned == handlers.begun, "a call did not complete");
        w.end();
        require(w.core.expired(), "a client lives on");
    }
    require(handlers.alive == 0, "a handler lives on");
}

void handlers_elsewhere(random_numbers& numbers)
{
    tally handlers;
    std::weak_ptr<detail::client_core> core;
    asio::thread_pool elsewhere(1);
    gate context_ends;
    {
        world w(numbers);
        auto c = std::make_unique<client>(w.make_client());
        core = w.core;
        // The last handler that is destroyed may hold the last handle of the client.
        const auto count = 1 + numbers.below(2);
        const bool holds = numbers.one_in(2);
        for (std::uint64_t i = 0; i != count; ++i)
            async_send(*c, get,
                       asio::bind_executor(elsewhere, [held = holds ? std::optional(*c) : std::nullopt,
                                                       &context_ends, handler = tally::handler(handlers)](
                                                          const result<http::response>&) mutable {
                           handler();
                           context_ends.pass();
                       }));
        w.start_threads(1);
        if (holds)
            c.reset();
        w.finish();
        c.reset();
        context_ends.open();
        w.end();
    }
    elsewhere.join();
    require(handlers.alive == 0, "a handler lives on");
    require(core.expired(), "a client lives on");
}

void drains(random_numbers& numbers)
{
    tally handlers;
    tally ends;
    asio::thread_pool elsewhere(1);
    const auto count = 1 + static_cast<unsigned>(numbers.below(3));
    // Written by each handler before it returns, and read by the handlers of the drains without a lock.
    const auto written = std::make_unique<std::uint64_t[]>(count);
    const auto drain = [&](const client& c, std::chrono::milliseconds grace) {
        c.async_drain(grace, [&written, count, end = tally::handler(ends)](std::size_t) mutable {
            for (unsigned i = 0; i != count; ++i)
                require(written[i] == 1, "a drain completes before a handler has returned");
            end();
        });
    };
    {
        world w(numbers);
        const client c = w.make_client();
        w.start_threads();
        for (unsigned i = 0; i != count; ++i) {
            const asio::any_io_executor where = numbers.one_in(2)
                                                    ? asio::any_io_executor(elsewhere.get_executor())
                                                    : asio::any_io_executor(w.context->get_executor());
            async_send(c, get,
                       asio::bind_executor(where, [&written, i, handler = tally::handler(handlers)](
                                                      const result<http::response>&) mutable {
                           handler();
                           written[i] = 1;
                       }));
        }
        const auto grace = [&numbers] { return std::chrono::milliseconds(2000 * numbers.below(3)); };
        std::thread other = user_thread([&drain, &c, limit = grace()] { drain(c, limit); });
        drain(c, grace());
        other.join();
        w.finish();
        require(ends.returned == 2, "a drain did not complete");
    }
    elsewhere.join();
    require(handlers.returned == count && handlers.alive == 0, "a call did not complete");
    require(ends.alive == 0, "a drain lives on");
}

} // namespace useapi::threads
