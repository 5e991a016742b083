// An HTTP server that registers an account for each request: `PUT /users/EMAIL` with the password as content.
// A client of the library runs on the server's io_context, and all connections share it.
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using useapi::runwayml::account_settings;

namespace {

constexpr std::string_view prefix = "/users/";

// The status for the caller: a fault of the caller, a transient failure, or a fault of this server.
http::status status_of(const useapi::error& reason)
{
    if (reason.code() == useapi::errc::invalid_argument ||
        reason.code() == useapi::condition::account_refused)
        return http::status::unprocessable_entity;
    if (reason.code() == useapi::condition::transient)
        return http::status::service_unavailable;
    return http::status::bad_gateway;
}

// How long the caller of this server waits for its answer.
constexpr std::chrono::seconds patience{20};

http::response<http::string_body> answer(http::status status, std::string text)
{
    http::response<http::string_body> response(status, 11);
    response.set(http::field::content_type, "text/plain");
    response.body() = std::move(text) + '\n';
    response.prepare_payload();
    return response;
}

// Passes on how long the service asks to wait. The request id is for a question to the service's support.
http::response<http::string_body> answer(const useapi::error& reason)
{
    if (!reason.request_id().empty())
        std::cerr << "failed request " << reason.request_id() << ": " << reason.message() << '\n';
    auto response = answer(status_of(reason), reason.message());
    if (const auto wait = reason.retry_after())
        response.set(http::field::retry_after,
                     std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()));
    return response;
}

asio::awaitable<http::response<http::string_body>> handle(useapi::client client,
                                                          http::request<http::string_body> request)
{
    const std::string_view target(request.target().data(), request.target().size());
    if (request.method() != http::verb::put || !target.starts_with(prefix))
        co_return answer(http::status::not_found, "PUT /users/EMAIL, please");

    account_settings settings(std::string(target.substr(prefix.size())),
                              useapi::secret(std::move(request.body())));
    settings.max_jobs(5);
    // The options of this call alone: its deadline, and the name that events of the call carry.
    useapi::call_options options;
    options.deadline(std::chrono::steady_clock::now() + patience).tag(std::string(request["X-Request-ID"]));
    const useapi::client with_deadline = client.with(options);
    auto outcome = co_await useapi::runwayml::upsert_account(with_deadline, settings);
    if (outcome)
        co_return answer(http::status::ok, outcome->email() + " is registered");
    co_return answer(outcome.error());
}

asio::awaitable<void> serve_connection(tcp::socket socket, useapi::client client)
{
    boost::beast::flat_buffer buffer;
    boost::system::error_code failure;
    while (!failure) {
        http::request<http::string_body> request;
        co_await http::async_read(socket, buffer, request,
                                  asio::redirect_error(asio::use_awaitable, failure));
        if (failure)
            co_return;
        const bool keep_alive = request.keep_alive();
        auto response = co_await handle(client, std::move(request));
        response.keep_alive(keep_alive);
        co_await http::async_write(socket, response, asio::redirect_error(asio::use_awaitable, failure));
        if (!keep_alive)
            co_return;
    }
}

void report(std::exception_ptr failure)
{
    try {
        if (failure)
            std::rethrow_exception(failure);
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << '\n';
    }
}

asio::awaitable<void> accept_connections(tcp::acceptor& acceptor, useapi::client client)
{
    boost::system::error_code failure;
    while (acceptor.is_open()) {
        // Each connection has a strand, because several threads run the io_context.
        auto strand = asio::make_strand(client.context());
        auto socket =
            co_await acceptor.async_accept(strand, asio::redirect_error(asio::use_awaitable, failure));
        if (!failure)
            asio::co_spawn(strand, serve_connection(std::move(socket), client), report);
    }
}

} // namespace

int main(int argc, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (argc != 3 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=... register_server BASE_URL CA_FILE\n";
        return 2;
    }
    asio::io_context context;
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]);
    useapi::client client(context, options);

    tcp::acceptor acceptor(asio::make_strand(context), {asio::ip::address_v4::loopback(), 0});
    std::cout << "listening on port " << acceptor.local_endpoint().port() << std::endl;
    asio::co_spawn(acceptor.get_executor(), accept_connections(acceptor, client), report);

    // At a signal: takes no more work, lets calls finish for ten seconds, then stops.
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) {
        client.async_drain(std::chrono::seconds(10), [&](std::size_t cut) {
            std::cout << "drained, " << cut << " calls cut short" << std::endl;
            context.stop();
        });
    });

    std::thread second([&context] { context.run(); });
    context.run();
    second.join();
}
