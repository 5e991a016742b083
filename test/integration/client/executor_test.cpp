#include "integration/client/loopback.hpp"

#include <useapi/client/observer.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

// These tests are for the sanitizers as well: handlers on executors of their own, four threads, and an
// io_context that is destroyed while handlers run elsewhere.

BOOST_AUTO_TEST_SUITE(executors)

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

constexpr auto limit = 20s; ///< of every wait: far beyond what any should take

void join(std::vector<std::thread>& threads)
{
    for (std::thread& thread : threads)
        thread.join();
}

std::vector<std::thread> run_on(asio::io_context& context, std::size_t count)
{
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i)
        threads.emplace_back([&context] { context.run(); });
    return threads;
}

std::string email_of(std::size_t number)
{
    return "a" + std::to_string(number) + "@b.cd";
}

/** Counts the handlers that ran. The number of its copies tells how many handlers are left. */
using handler_count = std::shared_ptr<std::atomic<std::size_t>>;

handler_count make_count()
{
    return std::make_shared<std::atomic<std::size_t>>(0);
}

} // namespace

BOOST_AUTO_TEST_CASE(context_is_destroyed_while_handlers_run_on_a_pool_of_threads)
{
    emulator::background_server service{emulator::options()};
    constexpr std::size_t calls = 50;
    for (const bool handlers_hold_the_last_client : {false, true})
        for (int round = 0; round < 12; ++round) {
            const auto ran = make_count();
            asio::thread_pool pool(2);
            auto context = std::make_unique<asio::io_context>();
            auto used = std::make_shared<client>(*context, options_for(service).max_connections(4));
            for (std::size_t i = 0; i < calls; ++i)
                async_get_account(
                    *used, email_of(i),
                    asio::bind_executor(pool, [ran, held = handlers_hold_the_last_client ? used : nullptr](
                                                  const result<account>&) mutable {
                        held.reset();
                        ++*ran;
                    }));
            used.reset();
            if (handlers_hold_the_last_client || round % 2 == 0) {
                context->run();
            } else {
                auto threads = run_on(*context, 4);
                join(threads);
            }
            context.reset();
            pool.join();
            BOOST_TEST(*ran == calls);
        }
}

BOOST_AUTO_TEST_CASE(handlers_on_a_pool_of_threads_start_calls_of_their_own)
{
    emulator::background_server service{emulator::options()};
    asio::thread_pool pool(4);
    auto context = std::make_unique<asio::io_context>();
    std::optional<client> used(std::in_place, *context, options_for(service).max_connections(4));
    const auto ran = make_count();
    auto work = asio::make_work_guard(*context);
    auto threads = run_on(*context, 4);
    std::promise<void> all_ended;
    constexpr std::size_t chains = 20;
    constexpr std::size_t calls = 10;

    class chain
    {
    public:
        static void go_on(client c, asio::thread_pool& pool, handler_count ran, std::promise<void>& ended,
                          std::size_t left)
        {
            async_get_account(
                c, email_of(left),
                asio::bind_executor(pool, [c, &pool, ran, &ended, left](const result<account>&) {
                    if (++*ran == chains * calls)
                        ended.set_value();
                    if (left != 1)
                        go_on(c, pool, ran, ended, left - 1);
                }));
        }
    };

    for (std::size_t i = 0; i < chains; ++i)
        asio::post(pool, [&, c = *used] { chain::go_on(c, pool, ran, all_ended, calls); });
    used.reset();
    BOOST_TEST((all_ended.get_future().wait_for(limit) == std::future_status::ready));
    work.reset();
    join(threads);
    context.reset();
    pool.join();
    BOOST_TEST(*ran == chains * calls);
}

BOOST_AUTO_TEST_CASE(context_is_stopped_and_destroyed_in_the_middle_of_calls)
{
    emulator::background_server service{emulator::options().add_fault("delay=2ms,rate=0.5")};
    constexpr std::size_t calls = 60;
    for (std::size_t stops_after = 0; stops_after < 24; ++stops_after) {
        const auto ran = make_count();
        asio::thread_pool pool(2);
        auto context = std::make_unique<asio::io_context>();
        {
            const client used(*context, options_for(service).max_connections(4));
            for (std::size_t i = 0; i < calls; ++i) {
                auto handler = [ran, &context, stops_after](const result<account>&) {
                    if (++*ran == 2 * stops_after)
                        context->stop();
                };
                if (i % 2 == 0)
                    async_get_account(used, email_of(i),
                                      asio::bind_executor(context->get_executor(), handler));
                else
                    async_get_account(used, email_of(i),
                                      asio::bind_executor(pool, [ran](const result<account>&) { ++*ran; }));
            }
            if (stops_after == 0)
                context->stop();
            auto threads = run_on(*context, 4);
            join(threads);
            if (stops_after % 3 == 0)
                context.reset(); // and the client after it
        }
        context.reset();
        pool.join();
        BOOST_TEST(*ran <= calls);
        BOOST_TEST(ran.use_count() == 1); // each handler ran or was destroyed
    }
}

BOOST_AUTO_TEST_CASE(last_client_is_destroyed_on_another_thread_while_the_context_is_destroyed)
{
    emulator::background_server service{emulator::options()};
    for (int round = 0; round < 30; ++round) {
        auto context = std::make_unique<asio::io_context>();
        std::optional<client> used(std::in_place, *context, options_for(service).max_connections(2));
        for (std::size_t i = 0; i < 2; ++i)
            async_get_account(*used, email_of(i), [](const result<account>&) {});
        context->run();
        std::promise<void> both;
        std::thread other([&used, ready = both.get_future()] {
            ready.wait();
            used.reset();
        });
        both.set_value();
        context.reset();
        other.join();
    }
}

BOOST_AUTO_TEST_CASE(handler_that_computes_holds_up_neither_the_deadline_nor_the_end_of_another_call)
{
    emulator::background_server service{emulator::options().add_fault("stall,email=slow@b.cd")};
    asio::io_context context;
    const client used(context, options_for(service).max_connections(4).timeout(500ms));
    auto work = asio::make_work_guard(context);
    auto threads = run_on(context, 4);
    std::vector<std::future<result<account>>> first;
    for (std::size_t i = 0; i < 4; ++i)
        first.push_back(async_get_account(used, email_of(i), asio::use_future));
    for (auto& answer : first)
        BOOST_TEST((answer.wait_for(limit) == std::future_status::ready));

    // The second call uses the connection that the first one gives back: it is the first to be used again.
    std::promise<std::optional<error_code>> seen;
    async_get_account(used, email_of(0), [&](const result<account>&) {
        auto stalls = async_get_account(used, "slow@b.cd", asio::use_future);
        if (stalls.wait_for(limit) != std::future_status::ready)
            return seen.set_value(std::nullopt);
        auto ends = async_get_account(used, email_of(1), asio::use_future);
        if (ends.wait_for(limit) != std::future_status::ready)
            return seen.set_value(std::nullopt);
        seen.set_value(stalls.get().error().code());
    });
    const auto code = seen.get_future().get();
    work.reset();
    join(threads);
    BOOST_TEST((code == error_code(errc::timed_out)));
}

BOOST_AUTO_TEST_CASE(parent_goes_on_after_a_child_process_destroyed_its_copy_of_the_client)
{
    emulator::background_server service{emulator::options()};
    auto context = std::make_unique<asio::io_context>();
    std::optional<client> used(std::in_place, *context, options_for(service).max_connections(1));
    async_get_account(*used, email_of(0), [](const result<account>&) {});
    context->run();
    const pid_t child = ::fork();
    if (child == 0) {
        used.reset();
        context.reset();
        ::_exit(0);
    }
    int status = -1;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    std::optional<result<account>> answer;
    async_get_account(*used, email_of(0), [&](result<account> given) { answer = std::move(given); });
    context->restart();
    context->run();
    BOOST_TEST((answer && answer->has_error() && answer->error().code() == errc::not_found));
    BOOST_TEST(used->statistics().connections_opened == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
