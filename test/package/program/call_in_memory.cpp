// Uses the installed useapi::testing as a user's test does.
#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

using namespace std::chrono_literals;

int main()
{
    useapi::testing::virtual_clock clock;
    boost::asio::io_context context;
    useapi::testing::memory_service service{
        useapi::testing::memory_service_options().add_fault("status=429,retry-after=3600,nth=1")};
    useapi::testing::memory_network network(context, clock, service.far_end());

    useapi::client_options options(useapi::secret("user:1234-abcdefghijklmnop"));
    options.timeout(24h);
    useapi::runwayml::account_settings settings("user@example.com", useapi::secret("password"));
    settings.max_jobs(5);
    const useapi::client client = network.make_client(options);
    auto outcome = useapi::runwayml::async_upsert_account(client, settings, boost::asio::use_future);
    clock.run(context);
    const bool registered = outcome.get().has_value() && clock.elapsed() >= 1h;
    std::cout << (registered ? "  ok    " : "  WRONG ") << "an hour is waited for in memory\n";
    return registered ? EXIT_SUCCESS : EXIT_FAILURE;
}
