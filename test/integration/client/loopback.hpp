#ifndef USEAPI_TEST_INTEGRATION_CLIENT_LOOPBACK_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_LOOPBACK_HPP

#include "emulator/server/background_server.hpp"
#include "unit/printing.hpp"

#include <useapi/runwayml.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace useapi::testing {

namespace asio = boost::asio;
using namespace std::chrono_literals;

inline const std::string api_token = "user:1234-abcdefghijklmnop";

inline client_options options_for(const emulator::background_server& service)
{
    client_options chosen{secret(api_token)};
    chosen.base_url(service.base_url()).ca_file(service.ca_file().string()).seed(1).timeout(30s);
    chosen.retry(retry_options().base_delay(5ms).busy_base_delay(10ms).budget_floor(1000));
    return chosen;
}

/** Runs one coroutine to its end, on an `io_context` that this thread runs. */
template <class T>
T run(asio::io_context& context, asio::awaitable<T> work)
{
    std::future<T> outcome = asio::co_spawn(context, std::move(work), asio::use_future);
    context.restart();
    context.run();
    return outcome.get();
}

/** Keeps the context running until the condition holds, or too much time went by. */
inline void
keep_running_until(asio::io_context& context, std::function<bool()> condition,
                   std::chrono::steady_clock::time_point give_up_at = std::chrono::steady_clock::now() + 20s)
{
    const auto timer = std::make_shared<asio::steady_timer>(context, 2ms);
    timer->async_wait([&context, timer, condition, give_up_at](const boost::system::error_code&) {
        if (!condition() && std::chrono::steady_clock::now() < give_up_at)
            keep_running_until(context, condition, give_up_at);
    });
}

/** Stops the service, and starts it again after the client knows that its connections have ended. A relay
    between the two passes on their end some time after `stop()` has returned. */
inline void restart_behind_a_relay(asio::io_context& context, emulator::background_server& service,
                                   const client& c)
{
    service.stop();
    keep_running_until(context, [&c] { return c.statistics().connections == 0; });
    context.restart();
    context.run();
    service.restart();
}

inline runwayml::account_settings settings_of(std::string email, int jobs = 5)
{
    runwayml::account_settings settings(std::move(email), secret("correct horse"));
    settings.max_jobs(jobs);
    return settings;
}

} // namespace useapi::testing

#endif
