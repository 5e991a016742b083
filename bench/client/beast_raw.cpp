// Beast at its lowest level: coroutines on the concrete executor, a request that is patched, an answer that
// is parsed into a fixed buffer, without time-outs and JSON.
#include "frame/account_request.hpp"
#include "frame/frame.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using executor = asio::io_context::executor_type;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;
using timer = asio::basic_waitable_timer<phase::clock, asio::wait_traits<phase::clock>, executor>;
template <class T>
using awaitable = asio::awaitable<T, executor>;
constexpr asio::use_awaitable_t<executor> awaited;

class connection
{
public:
    connection(asio::io_context& context, asio::ssl::context& tls)
        : request_(whole_request(email(0))), in_path_(request_.find(digits_of_zero)),
          in_body_(request_.rfind(digits_of_zero)), stream_(tcp_socket(context.get_executor()), tls)
    {
        // Asio makes OpenSSL release its buffers after every record; an experienced user switches this off.
        SSL_clear_mode(stream_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(stream_.native_handle()), host.data());
    }

    awaitable<void> open(std::uint16_t port)
    {
        co_await stream_.next_layer().async_connect({asio::ip::address_v4::loopback(), port}, awaited);
        stream_.next_layer().set_option(asio::ip::tcp::no_delay(true));
        co_await stream_.async_handshake(asio::ssl::stream_base::client, awaited);
        is_open_ = true;
    }

    bool is_open() const noexcept { return is_open_; }

    awaitable<void> post(std::size_t index)
    {
        for (std::size_t digit = digits_of_zero.size(); digit-- != 0; index /= 10)
            request_[in_path_ + digit] = request_[in_body_ + digit] = static_cast<char>('0' + index % 10);
        co_await asio::async_write(stream_, asio::buffer(request_), awaited);
        beast::http::response_parser<beast::http::span_body<char>> parser;
        parser.get().body() = beast::span<char>(body_.data(), body_.size());
        co_await beast::http::async_read(stream_, buffer_, parser, awaited);
        if (parser.get().result_int() != 200)
            give_up("not the answer that was hoped for");
    }

private:
    static constexpr std::string_view digits_of_zero = "000000";

    std::string request_;
    std::size_t in_path_;
    std::size_t in_body_;
    beast::ssl_stream<tcp_socket> stream_;
    beast::flat_static_buffer<8192> buffer_;
    std::array<char, 4096> body_;
    bool is_open_ = false;
};

class raw_client final : public client
{
public:
    explicit raw_client(const job& todo) : port_(todo.port), threads_(todo.threads)
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
            asio::co_spawn(context_.get_executor(), work(*each, what), [](const std::exception_ptr& failure) {
                if (failure)
                    std::rethrow_exception(failure);
            });
        std::vector<std::thread> others;
        for (unsigned i = 1; i < threads_; ++i)
            others.emplace_back([this] { context_.run(); });
        context_.run();
        for (std::thread& other : others)
            other.join();
    }

    void rest(std::chrono::milliseconds) override {}

private:
    awaitable<void> work(connection& mine, phase& what)
    {
        if (!mine.is_open())
            co_await mine.open(port_);
        timer pause(context_.get_executor());
        for (phase::clock::time_point meant; what.take(meant);) {
            if (what.is_paced() && meant > phase::clock::now()) {
                pause.expires_at(meant);
                co_await pause.async_wait(awaited);
            }
            co_await mine.post(sent_.fetch_add(1, std::memory_order_relaxed));
            what.done(meant);
        }
    }

    const std::uint16_t port_;
    const unsigned threads_;
    asio::io_context context_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    std::vector<std::unique_ptr<connection>> connections_;
    std::atomic<std::size_t> sent_ = 0;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    return bench::measure("beast_raw", argc, argv,
                          [](const bench::job& todo) { return std::make_unique<bench::raw_client>(todo); });
}
