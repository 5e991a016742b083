#include "integration/client/loopback.hpp"

#include <useapi/or_throw.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <thread>
#include <tuple>
#include <variant>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

// Every argument is a temporary: g++ 12 destroys a temporary twice here if its type is an aggregate.
asio::awaitable<int> upsert_in_every_form(client c)
{
    int succeeded = 0;
    auto plain = co_await upsert_account(c, account_settings("a@b.cd", secret("x")).max_jobs(5));
    succeeded += plain.has_value();
    auto awaited = co_await async_upsert_account(c, account_settings("a@b.cd", secret("x")).max_jobs(5),
                                                 asio::use_awaitable);
    succeeded += awaited.has_value();
    auto deferred =
        co_await async_upsert_account(c, account_settings("a@b.cd", secret("x")).max_jobs(5), asio::deferred);
    succeeded += deferred.has_value();
    auto tuple = co_await async_upsert_account(c, account_settings("a@b.cd", secret("x")).max_jobs(5),
                                               asio::as_tuple(asio::use_awaitable));
    succeeded += std::get<0>(tuple).has_value();
    co_return succeeded;
}

asio::awaitable<std::size_t> race_with_timer(client c, std::chrono::milliseconds limit)
{
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor, limit);
    auto winner = co_await (upsert_account(c, account_settings("r@b.cd", secret("x")).max_jobs(5)) ||
                            timer.async_wait(asio::use_awaitable));
    co_return winner.index();
}

asio::awaitable<std::size_t> first_of(client c, std::string one, std::string other)
{
    using namespace asio::experimental::awaitable_operators;
    auto winner = co_await (get_account(c, std::move(one)) || get_account(c, std::move(other)));
    co_return winner.index();
}

asio::awaitable<std::size_t> first_success_of(client c, std::string one, std::string other)
{
    using namespace asio::experimental::awaitable_operators;
    auto winner =
        co_await (or_throw(get_account(c, std::move(one))) || or_throw(get_account(c, std::move(other))));
    co_return winner.index();
}

} // namespace

BOOST_AUTO_TEST_SUITE(completion_tokens)

BOOST_AUTO_TEST_CASE(upsert_account_works_awaited_in_every_form)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    BOOST_TEST(run(context, upsert_in_every_form(c)) == 4);
}

BOOST_AUTO_TEST_CASE(upsert_account_works_with_a_callback_and_a_future)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    bool called = false;
    async_upsert_account(c, account_settings("a@b.cd", secret("x")).max_jobs(5),
                         [&called](result<account> outcome) {
                             BOOST_TEST(outcome.has_value());
                             called = true;
                         });
    BOOST_TEST(!called);
    auto future =
        async_upsert_account(c, account_settings("b@b.cd", secret("x")).max_jobs(5), asio::use_future);
    async_upsert_account(c, account_settings("c@b.cd", secret("x")).max_jobs(5), asio::detached);
    context.run();
    BOOST_TEST(called);
    BOOST_TEST(future.get().has_value());
    BOOST_TEST(service.accounts(api_token).size() == 3U);
}

BOOST_AUTO_TEST_CASE(upsert_account_wins_or_loses_a_race_with_a_timer)
{
    emulator::background_server service{emulator::options().add_fault("stall,nth=2+")};
    asio::io_context context(1);
    const client c(context, options_for(service));
    BOOST_TEST(run(context, race_with_timer(c, 20s)) == 0U);
    BOOST_TEST(run(context, race_with_timer(c, 50ms)) == 1U);
    BOOST_TEST(c.statistics().running_calls == 0U);
    BOOST_TEST(c.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(first_success_wins_with_or_throw_and_not_the_first_failure)
{
    emulator::background_server service{emulator::options().add_fault("delay=200ms,email=slow@b.cd")};
    asio::io_context context(1);
    const client c(context, options_for(service).max_connections(4));
    BOOST_TEST(run(context, upsert_account(c, settings_of("slow@b.cd"))).has_value());
    BOOST_TEST(run(context, first_of(c, "none@b.cd", "slow@b.cd")) == 0U); // the one that failed first
    BOOST_TEST(run(context, first_success_of(c, "none@b.cd", "slow@b.cd")) == 1U);
    BOOST_TEST(run(context, first_success_of(c, "slow@b.cd", "none@b.cd")) == 0U);
    BOOST_TEST(c.statistics().running_calls == 0U);
}

BOOST_AUTO_TEST_CASE(handler_runs_on_its_associated_executor)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    asio::thread_pool pool(1);
    const client c(context, options_for(service));
    std::thread::id ran_on;
    std::thread::id refused_on;
    async_upsert_account(c, settings_of("a@b.cd"),
                         asio::bind_executor(pool.get_executor(), [&ran_on](const result<account>&) {
                             ran_on = std::this_thread::get_id();
                         }));
    async_get_account(c, "not an email",
                      asio::bind_executor(pool.get_executor(), [&refused_on](const result<account>& outcome) {
                          BOOST_TEST(outcome.error().code() == errc::invalid_argument);
                          refused_on = std::this_thread::get_id();
                      }));
    context.run();
    pool.join();
    BOOST_TEST((ran_on != std::thread::id()));
    BOOST_TEST((ran_on != std::this_thread::get_id()));
    BOOST_TEST((refused_on == ran_on));
}

BOOST_AUTO_TEST_CASE(handle_destroyed_while_a_coroutine_waits_ends_its_call)
{
    emulator::background_server service{emulator::options().add_fault("stall")};
    asio::io_context context(1);
    std::future<result<account>> outcome;
    {
        const client c(context, options_for(service));
        outcome = asio::co_spawn(context, upsert_account(c, settings_of("a@b.cd")), asio::use_future);
        while (service.statistics().requests.posts == 0)
            context.run_one_for(10ms);
    }
    context.run();
    const auto ended = outcome.get();
    BOOST_TEST(ended.error().code() == errc::client_closed);
    BOOST_TEST(ended.error().effect() == effect::unknown);
}

BOOST_AUTO_TEST_SUITE_END()
