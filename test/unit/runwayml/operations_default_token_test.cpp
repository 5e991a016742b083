#include "unit/testing/service_world.hpp"

#include <useapi/accounts/subscription.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

using namespace useapi;
using namespace useapi::testing;
namespace asio = boost::asio;

static_assert(std::is_same_v<client::executor_type, asio::io_context::executor_type>);

BOOST_AUTO_TEST_SUITE(default_tokens)

BOOST_AUTO_TEST_CASE(operation_without_a_token_begins_when_it_is_called)
{
    const memory_service service{memory_service_options()};
    service_world w;
    memory_network network(w.context, w.clock, service.far_end());
    const client made = network.make_client(w.options());
    BOOST_TEST((made.get_executor() == w.context.get_executor()));
    auto later = runwayml::async_get_account(made, "user@example.com");
    w.clock.run(w.context);
    BOOST_TEST(network.requests().empty());
    std::optional<result<runwayml::account>> seen;
    std::move(later)([&seen](result<runwayml::account> outcome) { seen = std::move(outcome); });
    w.clock.run(w.context);
    BOOST_TEST_REQUIRE(seen.has_value());
    BOOST_TEST((seen->error().code() == errc::not_found));
}

BOOST_AUTO_TEST_CASE(every_operation_can_be_awaited_without_a_token)
{
    const memory_service service{memory_service_options()};
    service_world w;
    memory_network network(w.context, w.clock, service.far_end());
    const client made = network.make_client(w.options());
    bool ended = false;
    asio::co_spawn(
        w.context,
        [](client on, bool& at_end) -> asio::awaitable<void> {
            const auto registered = co_await runwayml::async_upsert_account(on, service_world::settings());
            BOOST_TEST(registered.has_value());
            const auto held = co_await runwayml::async_list_accounts(on);
            BOOST_TEST((held && held->size() == 1));
            co_await runwayml::async_get_features(on, "user@example.com");
            co_await runwayml::async_list_jobs(on);
            co_await runwayml::async_release_job(on, "task-1");
            co_await async_get_subscription(on);
            co_await async_send(on, http::request("GET", "/accounts"));
            const auto removed = co_await runwayml::async_delete_account(on, "user@example.com");
            BOOST_TEST(removed.has_value());
            const std::size_t cut = co_await on.async_drain(std::chrono::seconds(1));
            BOOST_TEST(cut == 0U);
            at_end = true;
        }(made, ended),
        asio::detached);
    w.clock.run(w.context);
    BOOST_TEST(ended);
    BOOST_TEST(network.requests().size() == 8U);
}

BOOST_AUTO_TEST_SUITE_END()
