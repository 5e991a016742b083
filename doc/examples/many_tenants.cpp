// Many tenants, each with its own API token. Their clients share one transport, ask for their tokens when
// they need them, and the program reads certificates again that are replaced while it runs.
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

// A program asks its vault here. A client asks again if the service refuses the token, once for all its
// calls.
boost::asio::awaitable<useapi::result<useapi::secret>> token_of(std::string tenant)
{
    co_return useapi::secret(std::getenv("USEAPI_TOKEN") + tenant);
}

boost::asio::awaitable<void> count_accounts(useapi::client client, std::size_t& answered)
{
    const auto accounts = co_await useapi::runwayml::list_accounts(client);
    answered += accounts.has_value();
}

std::size_t ask_for_each(boost::asio::io_context& context, const std::vector<useapi::client>& tenants)
{
    std::size_t answered = 0;
    for (const useapi::client& client : tenants)
        boost::asio::co_spawn(context, count_accounts(client, answered), boost::asio::detached);
    context.restart();
    context.run();
    return answered;
}

} // namespace

int main(int argc, char** arguments)
{
    if (argc != 3 || !std::getenv("USEAPI_TOKEN")) {
        std::cerr << "usage: USEAPI_TOKEN=... many_tenants BASE_URL CA_FILE\n";
        return 2;
    }
    // Made before the loop runs, since this reads and parses the authorities.
    const useapi::http::transport transport(useapi::http::tls_options().ca_file(arguments[2]));

    boost::asio::io_context context;
    std::vector<useapi::client> tenants;
    for (int i = 0; i != 100; ++i) {
        useapi::client_options options{useapi::secret()};
        options.base_url(arguments[1]).max_connections(2).transport(transport);
        options.token_from([tenant = std::to_string(i)] { return token_of(tenant); });
        tenants.emplace_back(context, options);
    }
    std::cout << ask_for_each(context, tenants) << " tenants were answered\n";

    // A server does this on SIGHUP, or when the files of its certificates were replaced, on a thread that may
    // wait. Older connections end without failing a call.
    std::thread([transport] {
        try {
            transport.reload();
        } catch (const useapi::exception& failure) {
            std::cerr << failure.what() << "; the certificates from before stay in use\n";
        }
    }).join();
    std::cout << ask_for_each(context, tenants) << " tenants were answered with epoch " << transport.epoch()
              << '\n';
}
