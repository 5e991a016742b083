#include "integration/client/loopback.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(threads)

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

void run_on(asio::io_context& context, std::size_t count)
{
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i)
        threads.emplace_back([&context] { context.run(); });
    for (std::thread& thread : threads)
        thread.join();
}

asio::awaitable<void> register_some(client c, int number, std::atomic<int>& succeeded)
{
    for (int i = 0; i < 5; ++i) {
        const std::string email = "a" + std::to_string(number) + "-" + std::to_string(i) + "@b.cd";
        auto outcome = co_await upsert_account(c, account_settings(email, secret("x")).max_jobs(5));
        succeeded += outcome.has_value();
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(two_hundred_coroutines_share_eight_connections_on_four_threads)
{
    emulator::background_server service{emulator::options().add_fault("status=503,rate=0.02")};
    asio::io_context context(4);
    const client c(context, options_for(service).max_connections(8));
    std::atomic<int> succeeded = 0;
    for (int i = 0; i < 200; ++i)
        asio::co_spawn(context, register_some(c, i, succeeded), asio::detached);
    run_on(context, 4);
    BOOST_TEST(succeeded == 1000);
    BOOST_TEST(service.accounts(api_token).size() == 1000U);
    BOOST_TEST(service.statistics().peak_connections <= 8U);
}

BOOST_AUTO_TEST_CASE(calls_cancelled_from_their_strands_complete_exactly_once)
{
    emulator::background_server service{emulator::options().add_fault("delay=20ms,rate=0.5")};
    asio::io_context context(4);
    const client c(context, options_for(service).max_connections(8));
    constexpr int count = 400;
    std::atomic<int> completed = 0;
    std::atomic<int> cancelled = 0;
    for (int i = 0; i < count; ++i) {
        const auto strand = asio::make_strand(context);
        const auto signal = std::make_shared<asio::cancellation_signal>();
        asio::post(strand, [&, strand, signal, i] {
            async_upsert_account(
                c, settings_of("a" + std::to_string(i) + "@b.cd"),
                asio::bind_cancellation_slot(
                    signal->slot(), asio::bind_executor(strand, [&, signal](const result<account>& outcome) {
                        ++completed;
                        cancelled += outcome.has_error() && outcome.error().code() == errc::cancelled;
                    })));
            if (i % 2 == 0)
                asio::post(strand, [signal] { signal->emit(asio::cancellation_type::total); });
        });
    }
    run_on(context, 4);
    BOOST_TEST(completed == count);
    BOOST_TEST(cancelled > 0);
    BOOST_TEST(c.statistics().running_calls == 0U);
    BOOST_TEST(service.statistics().peak_connections <= 8U);
}

BOOST_AUTO_TEST_CASE(client_closed_and_drained_under_load_completes_every_call)
{
    for (const bool drained : {false, true}) {
        emulator::background_server service{emulator::options().add_fault("delay=5ms,rate=0.5")};
        asio::io_context context(4);
        const client c(context, options_for(service).max_connections(8));
        constexpr int count = 300;
        std::atomic<int> completed = 0;
        std::atomic<int> ends = 0;
        for (int i = 0; i < count; ++i)
            async_upsert_account(c, settings_of("a" + std::to_string(i) + "@b.cd"),
                                 [&, i](const result<account>&) {
                                     ++completed;
                                     if (i != 50)
                                         return;
                                     if (drained)
                                         c.async_drain(1s, [&ends](std::size_t) { ++ends; });
                                     else
                                         c.close();
                                 });
        run_on(context, 4);
        BOOST_TEST(completed == count);
        BOOST_TEST(ends == (drained ? 1 : 0));
        BOOST_TEST(c.statistics().connections == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
