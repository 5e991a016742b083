#include "unit/testing/service_world.hpp"

#include <useapi/accounts/subscription.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

using namespace useapi;
using namespace useapi::testing;
namespace asio = boost::asio;

namespace {

constexpr const char* named_email = "user@example.com";

/** An operation, in the two forms that each has. */
struct operation
{
    const char* name;
    std::function<asio::awaitable<void>(client)> coroutine;
    std::function<void(const client&)> token;
};

constexpr auto ignore = [](const auto&...) {};

const operation operations[] = {
    {"upsert",
     [](client c) -> asio::awaitable<void> {
         co_await runwayml::upsert_account(c, service_world::settings());
     },
     [](const client& c) { runwayml::async_upsert_account(c, service_world::settings(), ignore); }},
    {"get", [](client c) -> asio::awaitable<void> { co_await runwayml::get_account(c, named_email); },
     [](const client& c) { runwayml::async_get_account(c, named_email, ignore); }},
    {"list", [](client c) -> asio::awaitable<void> { co_await runwayml::list_accounts(c); },
     [](const client& c) { runwayml::async_list_accounts(c, ignore); }},
    {"delete", [](client c) -> asio::awaitable<void> { co_await runwayml::delete_account(c, named_email); },
     [](const client& c) { runwayml::async_delete_account(c, named_email, ignore); }},
    {"features", [](client c) -> asio::awaitable<void> { co_await runwayml::get_features(c, named_email); },
     [](const client& c) { runwayml::async_get_features(c, named_email, ignore); }},
    {"jobs", [](client c) -> asio::awaitable<void> { co_await runwayml::list_jobs(c); },
     [](const client& c) { runwayml::async_list_jobs(c, ignore); }},
    {"release", [](client c) -> asio::awaitable<void> { co_await runwayml::release_job(c, "task-1"); },
     [](const client& c) { runwayml::async_release_job(c, "task-1", ignore); }},
    {"subscription", [](client c) -> asio::awaitable<void> { co_await get_subscription(c); },
     [](const client& c) { async_get_subscription(c, ignore); }},
    {"send", [](client c) -> asio::awaitable<void> { co_await send(c, http::request("GET", "/accounts")); },
     [](const client& c) { async_send(c, http::request("GET", "/accounts"), ignore); }},
};

} // namespace

BOOST_AUTO_TEST_SUITE(options_of_every_operation)

BOOST_AUTO_TEST_CASE(fields_of_the_handle_go_out_with_both_forms_of_every_operation)
{
    for (const operation& each : operations) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const memory_service service{memory_service_options()};
            service_world w;
            memory_network network(w.context, w.clock, service.far_end());
            const client plain = network.make_client(w.options());
            const client named = plain.with(call_options().add_field("X-Tenant", "7"));
            asio::co_spawn(w.context, each.coroutine(named), asio::detached);
            w.clock.run(w.context);
            each.token(named);
            w.clock.run(w.context);
            each.token(plain);
            w.clock.run(w.context);
            const auto requests = network.requests();
            BOOST_TEST_REQUIRE(requests.size() == 3U);
            BOOST_TEST(requests[0].find("X-Tenant").value_or("") == "7");
            BOOST_TEST(requests[1].find("X-Tenant").value_or("") == "7");
            BOOST_TEST(!requests[2].find("X-Tenant"));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
