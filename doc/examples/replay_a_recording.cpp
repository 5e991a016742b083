// What the service said once, as a test in virtual time. The recording was made by
//     useapi record recording.ndjson
// and a program that registered an account and asked for all of them. Usage: replay_a_recording RECORDING
#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <iostream>

namespace {

boost::asio::awaitable<void> register_and_list(useapi::client client)
{
    useapi::runwayml::account_settings settings("user-1@example.invalid", useapi::secret("any password"));
    settings.max_jobs(5);
    const auto registered = co_await useapi::runwayml::upsert_account(client, settings);
    if (registered)
        std::cout << registered->email() << " is registered\n";
    else
        std::cout << registered.error() << '\n';
    const auto accounts = co_await useapi::runwayml::list_accounts(client);
    if (accounts)
        std::cout << accounts->size() << " accounts\n";
    else
        std::cout << accounts.error() << '\n';
}

} // namespace

int main(int count, char** arguments)
try {
    if (count != 2) {
        std::cerr << "usage: replay_a_recording RECORDING\n";
        return 2;
    }
    const useapi::testing::replay recording(arguments[1]);
    useapi::testing::virtual_clock clock;
    boost::asio::io_context context;
    useapi::testing::memory_network network(context, clock, recording.far_end());
    const useapi::client client =
        network.make_client(useapi::client_options(useapi::secret("user:1234-abcdefghijklmnop")));
    boost::asio::co_spawn(context, register_and_list(client), boost::asio::detached);
    clock.run(context);
    if (clock.elapsed() >= std::chrono::seconds(40) && recording.left() == 0)
        std::cout << "the pause of 40 s was kept\n";
} catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
}
