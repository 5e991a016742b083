#ifndef USEAPI_TEST_UNIT_TESTING_SERVICE_WORLD_HPP
#define USEAPI_TEST_UNIT_TESTING_SERVICE_WORLD_HPP

#include "unit/printing.hpp"

#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::testing {

using namespace std::chrono_literals;

/** The objects that a user of the layer declares, and functions that run one call to its end. */
struct service_world
{
    static client_options options()
    {
        client_options chosen(secret("user:1234-abcdefghijklmnop"));
        chosen.timeout(60s).seed(7);
        return chosen;
    }

    static runwayml::account_settings settings()
    {
        runwayml::account_settings chosen("user@example.com", secret("hunter22"));
        chosen.max_jobs(5);
        return chosen;
    }

    result<runwayml::account> upsert(const client& on, runwayml::account_settings what = settings())
    {
        std::optional<result<runwayml::account>> seen;
        runwayml::async_upsert_account(on, std::move(what), [&](result<runwayml::account> outcome) {
            seen.emplace(std::move(outcome));
        });
        clock.run(context);
        return std::move(seen).value();
    }

    result<runwayml::account> get(const client& on, std::string email)
    {
        std::optional<result<runwayml::account>> seen;
        runwayml::async_get_account(on, std::move(email), [&](result<runwayml::account> outcome) {
            seen.emplace(std::move(outcome));
        });
        clock.run(context);
        return std::move(seen).value();
    }

    result<std::vector<runwayml::account>> list(const client& on)
    {
        std::optional<result<std::vector<runwayml::account>>> seen;
        runwayml::async_list_accounts(
            on, [&](result<std::vector<runwayml::account>> outcome) { seen.emplace(std::move(outcome)); });
        clock.run(context);
        return std::move(seen).value();
    }

    virtual_clock clock;
    boost::asio::io_context context;
};

} // namespace useapi::testing

#endif
