// The same operations without coroutines: a callback for a program with callbacks, a future for a thread that
// may wait.
#include <useapi/runwayml.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <future>
#include <iostream>
#include <string>
#include <thread>

namespace asio = boost::asio;
using useapi::runwayml::account;
using useapi::runwayml::account_settings;

namespace {

// A callback runs on a thread that runs the io_context, unless `asio::bind_executor` says otherwise.
void register_then_count(const useapi::client& client, std::promise<std::size_t>& counted)
{
    account_settings settings("callback@example.com", useapi::secret("password"));
    settings.max_jobs(5);
    useapi::runwayml::async_upsert_account(
        client, settings, [client, &counted](useapi::result<account> outcome) {
            if (!outcome)
                return counted.set_exception(std::make_exception_ptr(useapi::exception(outcome.error())));
            useapi::runwayml::async_list_accounts(client,
                                                  [&counted](useapi::result<std::vector<account>> all) {
                                                      counted.set_value(all ? all->size() : 0);
                                                  });
        });
}

} // namespace

int main(int argc, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (argc != 3 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=... callbacks_and_futures BASE_URL CA_FILE\n";
        return 2;
    }
    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::thread runner([&context] { context.run(); });
    {
        useapi::client_options options{useapi::secret(token)};
        options.base_url(arguments[1]).ca_file(arguments[2]);
        const useapi::client client(context, options);

        account_settings settings("future@example.com", useapi::secret("password"));
        settings.max_jobs(3);
        // The value is a result<account>, so `get` does not throw if the service refuses.
        auto registered = useapi::runwayml::async_upsert_account(client, settings, asio::use_future);
        if (auto outcome = registered.get(); outcome)
            std::cout << outcome->email() << " is registered\n";
        else
            std::cout << outcome.error() << '\n';

        std::promise<std::size_t> counted;
        register_then_count(client, counted);
        try {
            std::cout << counted.get_future().get() << " accounts are registered\n";
        } catch (const useapi::exception& thrown) {
            std::cout << thrown.reason() << '\n';
        }
    }
    work.reset();
    runner.join();
}
