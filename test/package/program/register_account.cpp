// Uses an installed library as a user's program does: calls over TLS in three forms, an error and an
// exception that cross into the program, an observer, and an io_context that two threads run.
#include <useapi/runwayml.hpp>
#include <useapi/version.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

namespace asio = boost::asio;

namespace {

int failures = 0;

void check(bool holds, const char* what)
{
    std::cout << (holds ? "  ok    " : "  WRONG ") << what << '\n';
    failures += holds ? 0 : 1;
}

asio::awaitable<std::string> register_one(useapi::client client)
{
    useapi::runwayml::account_settings settings("user@example.com", useapi::secret("password"));
    settings.max_jobs(5);
    auto outcome = co_await useapi::runwayml::upsert_account(client, settings);
    co_return outcome.value().email();
}

void try_everything(useapi::client client)
{
    asio::io_context& context = client.context();
    check(asio::co_spawn(context, register_one(client), asio::use_future).get() == "user@example.com",
          "an account is registered");

    auto known = useapi::runwayml::async_get_account(client, "user@example.com", asio::use_future).get();
    check(known.has_value() && known->max_jobs() == 5, "it is read back");

    auto unknown = useapi::runwayml::async_get_account(client, "nobody@example.com", asio::use_future).get();
    check(!unknown && unknown.error().code() == useapi::errc::not_found, "an error has its code");
    check(!unknown && unknown.error().code() == useapi::condition::refused, "and its condition");
    try {
        unknown.value();
        check(false, "an exception is thrown");
    } catch (const useapi::exception& thrown) {
        check(thrown.reason().status() == 404, "an exception is caught");
    }
}

} // namespace

int main(int argc, char** arguments)
{
    if (argc != 3)
        return 2;
    check(useapi::version() == USEAPI_VERSION, "the library is the one of the headers");

    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::thread first([&context] { context.run(); });
    std::thread second([&context] { context.run(); });

    auto counted = std::make_shared<useapi::metrics>();
    useapi::client_options options(useapi::secret("user:1234-abcdefghijklmnop"));
    options.base_url(arguments[1]).ca_file(arguments[2]).observe_with(counted);
    try {
        try_everything(useapi::client(context, options));
    } catch (const std::exception& thrown) {
        check(false, thrown.what());
    }
    work.reset();
    first.join();
    second.join();
    check(counted->prometheus_text().find("useapi_calls_total{effect=\"applied\"} 2") != std::string::npos,
          "an observer of the library counts");
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
