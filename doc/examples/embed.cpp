#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <iostream>

boost::asio::awaitable<void> register_one(useapi::client client)
{
    auto outcome = co_await useapi::runwayml::upsert_account(
        client,
        useapi::runwayml::account_settings("user@example.com", useapi::secret("password")).max_jobs(5));
    if (outcome)
        std::cout << outcome->email() << " is registered\n";
    else
        std::cout << outcome.error() << "; effect on the server: " << outcome.error().effect() << '\n';
}

int main(int count, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (count != 3 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=TOKEN embed BASE_URL CA_FILE\n";
        return 2;
    }
    boost::asio::io_context context;
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]);
    boost::asio::co_spawn(context, register_one(useapi::client(context, options)), boost::asio::detached);
    context.run();
}
