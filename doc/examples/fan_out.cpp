// Registers many accounts, four at a time, each within a number of milliseconds: a fan-out with limited
// concurrency, whose calls race against a timer.
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using useapi::runwayml::account_settings;

namespace {

struct fan_out
{
    std::vector<std::string> emails;
    std::chrono::milliseconds patience;
    std::size_t next = 0;
    std::size_t registered = 0;
    std::size_t given_up = 0;
    std::size_t failed = 0;
};

// Several of these coroutines share the list; each has one call under way.
asio::awaitable<void> work_off(useapi::client client, fan_out& work)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (work.next != work.emails.size()) {
        account_settings settings(work.emails[work.next++], useapi::secret("password"));
        settings.max_jobs(5);
        timer.expires_after(work.patience);
        // The one that ends later is cancelled. The client ends a cancelled call at once, and closes its
        // connection if the request had left. For a limit alone `client_options::timeout` is simpler; this is
        // for a limit that differs from call to call, or for anything else that may end the wait.
        auto first = co_await (useapi::runwayml::upsert_account(client, settings) ||
                               timer.async_wait(asio::use_awaitable));
        if (first.index() == 1)
            ++work.given_up;
        else if (std::get<0>(first))
            ++work.registered;
        else
            ++work.failed;
    }
}

void rethrow(std::exception_ptr failure)
{
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main(int argc, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (argc != 4 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=... fan_out BASE_URL CA_FILE MILLISECONDS\n";
        return 2;
    }
    fan_out work;
    work.patience = std::chrono::milliseconds(std::stoi(arguments[3]));
    for (int i = 0; i != 20; ++i)
        work.emails.push_back("user" + std::to_string(i) + "@example.com");

    // One thread: Asio's || is for branches that share one, or a strand.
    asio::io_context context(1);
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]);
    {
        useapi::client client(context, options);
        for (int worker = 0; worker != 4; ++worker)
            asio::co_spawn(context, work_off(client, work), rethrow);
    }
    context.run();
    std::cout << work.registered << " registered, " << work.given_up << " given up, " << work.failed
              << " failed\n";
}
