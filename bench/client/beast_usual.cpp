// Beast as its documentation shows it: tcp_stream with time-outs, message types with string bodies,
// any_io_executor, Boost.JSON both ways.
#include "frame/account_json.hpp"
#include "frame/frame.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::use_awaitable;
using namespace std::chrono_literals;

class connection
{
public:
    connection(asio::io_context& context, asio::ssl::context& tls) : stream_(context, tls)
    {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(stream_.native_handle()), host.data());
    }

    asio::awaitable<void> open(std::uint16_t port)
    {
        beast::get_lowest_layer(stream_).expires_after(30s);
        co_await beast::get_lowest_layer(stream_).async_connect(
            asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port), use_awaitable);
        beast::get_lowest_layer(stream_).socket().set_option(asio::ip::tcp::no_delay(true));
        co_await stream_.async_handshake(asio::ssl::stream_base::client, use_awaitable);
        is_open_ = true;
    }

    bool is_open() const noexcept { return is_open_; }

    /** Clears the time-out, which would keep the io_context running. */
    void pause() { beast::get_lowest_layer(stream_).expires_never(); }

    asio::awaitable<received_account> post(std::size_t index)
    {
        const std::string who = email(index);
        http::request<http::string_body> request(http::verb::post,
                                                 std::string(base_path) + "/accounts/" + who, 11);
        request.set(http::field::host, std::string(host));
        request.set(http::field::authorization, "Bearer " + std::string(token));
        request.set(http::field::user_agent, "bench/1.0");
        request.set(http::field::accept, "application/json");
        request.set(http::field::content_type, "application/json");
        request.body() = account_json(who);
        request.prepare_payload();
        beast::get_lowest_layer(stream_).expires_after(30s);
        co_await http::async_write(stream_, request, use_awaitable);

        http::response<http::string_body> response;
        beast::get_lowest_layer(stream_).expires_after(30s);
        co_await http::async_read(stream_, buffer_, response, use_awaitable);
        if (response.result() != http::status::ok)
            give_up("not the answer that was hoped for");
        co_return parse_account(response.body());
    }

private:
    beast::ssl_stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
    bool is_open_ = false;
};

class usual_client final : public client
{
public:
    explicit usual_client(const job& todo) : port_(todo.port)
    {
        tls_.load_verify_file(todo.ca_file);
        tls_.set_verify_mode(asio::ssl::verify_peer);
        for (std::size_t i = 0; i < todo.connections; ++i)
            connections_.push_back(std::make_unique<connection>(context_, tls_));
    }

    void run(phase& what) override
    {
        context_.restart();
        for (const auto& each : connections_)
            asio::co_spawn(context_, work(*each, what), [](const std::exception_ptr& failure) {
                if (failure)
                    std::rethrow_exception(failure);
            });
        context_.run();
    }

    void rest(std::chrono::milliseconds) override {}

private:
    asio::awaitable<void> work(connection& mine, phase& what)
    {
        if (!mine.is_open())
            co_await mine.open(port_);
        asio::steady_timer pause(context_);
        for (phase::clock::time_point meant; what.take(meant);) {
            if (what.is_paced() && meant > phase::clock::now()) {
                pause.expires_at(meant);
                co_await pause.async_wait(use_awaitable);
            }
            co_await mine.post(sent_++);
            what.done(meant);
        }
        mine.pause();
    }

    const std::uint16_t port_;
    asio::io_context context_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    std::vector<std::unique_ptr<connection>> connections_;
    std::size_t sent_ = 0;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    return bench::measure("beast_usual", argc, argv,
                          [](const bench::job& todo) { return std::make_unique<bench::usual_client>(todo); });
}
