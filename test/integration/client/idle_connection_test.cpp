#include "integration/client/loopback.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

constexpr std::size_t idle_count = 8;

void run_on(asio::io_context& context, int threads)
{
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back([&context] { context.run_for(30s); });
    context.run_for(30s);
    for (std::thread& other : others)
        other.join();
    BOOST_TEST(context.stopped());
}

/** Makes as many calls at once as there may be connections. */
void call_at_once(asio::io_context& context, const client& c)
{
    std::atomic<std::size_t> succeeded = 0;
    for (std::size_t i = 0; i != idle_count; ++i)
        async_upsert_account(c, settings_of("a" + std::to_string(i) + "@b.cd"),
                             [&](const result<account>& outcome) { succeeded += outcome.has_value(); });
    context.restart();
    context.run_for(30s);
    BOOST_TEST(succeeded == idle_count);
    BOOST_TEST(c.statistics().idle_connections == idle_count);
}

/** Leaves `idle_count` connections idle. Each carried an exchange. */
void use_connections(asio::io_context& context, const client& c)
{
    call_at_once(context, c);
    // A call may have taken another's connection before its own was made. Now each finds one that is idle.
    call_at_once(context, c);
}

/** Runs so long that idle connections are watched. */
void let_time_pass(asio::io_context& context, int threads)
{
    asio::steady_timer timer(context, 50ms);
    timer.async_wait([](const boost::system::error_code&) {});
    context.restart();
    run_on(context, threads);
}

client_options options_with_idle(const emulator::background_server& service)
{
    return options_for(service).max_connections(idle_count);
}

} // namespace

BOOST_AUTO_TEST_SUITE(idle_connections)

BOOST_AUTO_TEST_CASE(run_returns_while_connections_lie_idle_and_are_watched)
{
    for (const int threads : {1, 4}) {
        BOOST_TEST_CONTEXT(threads << " threads")
        {
            emulator::background_server service{emulator::options().login_delay(20ms)};
            asio::io_context context(threads);
            const client c(context, options_with_idle(service));
            use_connections(context, c);
            const auto began = std::chrono::steady_clock::now();
            for (int round = 0; round != 3; ++round)
                let_time_pass(context, threads);
            BOOST_TEST((std::chrono::steady_clock::now() - began < 10s));
            BOOST_TEST(c.statistics().idle_connections == idle_count);
        }
    }
}

BOOST_AUTO_TEST_CASE(run_does_not_return_before_a_call_ends_beside_watched_connections)
{
    for (const int threads : {1, 4}) {
        BOOST_TEST_CONTEXT(threads << " threads")
        {
            emulator::background_server service{
                emulator::options().login_delay(20ms).add_fault("delay=200ms,email=slow@b.cd")};
            asio::io_context context(threads);
            const client c(context, options_with_idle(service));
            use_connections(context, c);
            for (int round = 0; round != 3; ++round) {
                let_time_pass(context, threads);
                bool ended = false;
                async_upsert_account(c, settings_of("slow@b.cd"),
                                     [&](const result<account>& outcome) { ended = outcome.has_value(); });
                context.restart();
                run_on(context, threads);
                BOOST_TEST(ended);
                BOOST_TEST(c.statistics().connections_opened == idle_count);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(connections_that_the_server_closes_go_while_other_work_runs)
{
    for (const int threads : {1, 4}) {
        for (const auto version : {emulator::tls_version::tls_1_2, emulator::tls_version::tls_1_3}) {
            emulator::background_server service{
                emulator::options().login_delay(20ms).max_tls_version(version)};
            asio::io_context context(threads);
            const client c(context, options_with_idle(service));
            use_connections(context, c);
            let_time_pass(context, threads);
            asio::post(context, [&service] { service.stop(); });
            keep_running_until(context, [&c] { return c.statistics().connections == 0; });
            context.restart();
            run_on(context, threads);
            BOOST_TEST(c.statistics().connections == 0U);
            BOOST_TEST(c.statistics().closed.idle_readable == idle_count);
            service.restart();
            BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(connections_closed_while_nobody_ran_are_not_used)
{
    emulator::background_server service{emulator::options().login_delay(20ms)};
    asio::io_context context(1);
    const client c(context, options_with_idle(service));
    use_connections(context, c);
    let_time_pass(context, 1);
    service.stop();
    service.restart();
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
    let_time_pass(context, 1);
    BOOST_TEST(c.statistics().connections == 1U);
    BOOST_TEST(c.statistics().closed.idle_readable + c.statistics().closed.found_dead == idle_count);
}

BOOST_AUTO_TEST_CASE(announced_idle_time_out_is_kept_to)
{
    emulator::background_server service{
        emulator::options().login_delay(20ms).idle_timeout(3s).announce_idle_timeout(true)};
    asio::io_context context(1);
    const client c(context, options_with_idle(service));
    use_connections(context, c);
    keep_running_until(context, [&c] { return c.statistics().connections == 0; });
    context.restart();
    run_on(context, 1);
    BOOST_TEST(c.statistics().closed.idle_timeout == idle_count);
}

BOOST_AUTO_TEST_CASE(client_goes_with_watched_connections_before_and_after_its_context)
{
    emulator::background_server service{emulator::options().login_delay(20ms)};
    {
        asio::io_context context(1);
        {
            const client c(context, options_with_idle(service));
            use_connections(context, c);
            let_time_pass(context, 1);
        }
        context.restart();
        context.run_for(30s);
        BOOST_TEST(context.stopped());
    }
    std::unique_ptr<client> outlives;
    {
        asio::io_context context(1);
        outlives = std::make_unique<client>(context, options_with_idle(service));
        use_connections(context, *outlives);
        let_time_pass(context, 1);
    }
    BOOST_TEST(outlives->statistics().idle_connections == 0U);
}

BOOST_AUTO_TEST_CASE(connections_that_are_replaced_never_exceed_the_limit)
{
    emulator::background_server service{
        emulator::options().add_fault("close,rate=0.3").add_fault("close=silent,rate=0.2")};
    asio::io_context context(4);
    const client c(context, options_for(service).max_connections(4));
    std::atomic<int> succeeded = 0;
    std::atomic<int> beyond = 0;
    constexpr int count = 400;
    for (int i = 0; i != count; ++i)
        async_upsert_account(c, settings_of("a" + std::to_string(i) + "@b.cd"),
                             [&](const result<account>& outcome) {
                                 succeeded += outcome.has_value();
                                 beyond += c.statistics().connections > 4;
                             });
    run_on(context, 4);
    BOOST_TEST(succeeded == count);
    BOOST_TEST(beyond == 0);
    BOOST_TEST(c.statistics().peak_waiting_calls == static_cast<std::size_t>(count));
}

BOOST_AUTO_TEST_SUITE_END()
