// A service that is reached through a sidecar: a program on this machine that takes connections at a unix
// socket and passes their bytes on. Usage: USEAPI_TOKEN=TOKEN through_a_unix_socket BASE_URL CA_FILE SOCKET
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

namespace http = useapi::http;

namespace {

/** A connector of one's own. This one has another one connect, and says so. */
http::socket_connector told(const http::socket_connector& other)
{
    return [other](const std::string& host, std::uint16_t port, http::socket_handler done) {
        std::cout << "a connection to " << host << '\n';
        other(host, port, std::move(done));
    };
}

boost::asio::awaitable<void> call(useapi::client client)
{
    const auto accounts = co_await useapi::runwayml::list_accounts(client);
    if (accounts)
        std::cout << accounts->size() << " accounts\n";
    else
        std::cout << accounts.error() << '\n';
}

} // namespace

int main(int count, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (count != 4 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=TOKEN through_a_unix_socket BASE_URL CA_FILE SOCKET\n";
        return 2;
    }
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]);
    options.connecting(http::connect_options().connect_with(told(http::unix_socket(arguments[3]))));
    boost::asio::io_context context;
    boost::asio::co_spawn(context, call(useapi::client(context, options)), boost::asio::detached);
    context.run();
}
