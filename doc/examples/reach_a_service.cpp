// A service at another address than its name's, and a client that connects before its first call. Usage:
// USEAPI_TOKEN=TOKEN reach_a_service BASE_URL CA_FILE PORT
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

namespace http = useapi::http;
using namespace std::chrono_literals;

namespace {

/** Stands for a service registry of yours. It may also answer later, and on another thread. */
void look_up(const std::string& host, const http::addresses_handler& done)
{
    if (host == "service.internal")
        done(useapi::error_code(), {"127.0.0.1"});
    else
        done(boost::system::errc::make_error_code(boost::system::errc::host_unreachable), {});
}

boost::asio::awaitable<void> call(useapi::client client)
{
    const auto opened = co_await client.async_connect(2, boost::asio::use_awaitable);
    if (opened)
        std::cout << *opened << " connections are ready\n";
    else
        std::cout << opened.error() << '\n';
    const auto accounts = co_await useapi::runwayml::list_accounts(client);
    if (accounts)
        std::cout << accounts->size() << " accounts, over " << client.statistics().connections_opened
                  << " connections\n";
    else
        std::cout << accounts.error() << "; by hand: " << accounts.error().to_curl() << '\n';
    client.set_max_connections(1);
}

} // namespace

int main(int count, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (count != 4 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=TOKEN reach_a_service BASE_URL CA_FILE PORT\n";
        return 2;
    }
    const auto port = static_cast<std::uint16_t>(std::stoi(arguments[3]));
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]);
    options.connecting(
        http::connect_options().connect_to("service.internal", port).resolve_with(look_up).max_at_once(4));
    options.load(useapi::load_options().adaptive_concurrency(true).fail_fast_after(30s));
    boost::asio::io_context context;
    boost::asio::co_spawn(context, call(useapi::client(context, options)), boost::asio::detached);
    context.run();
}
