#include "http/tls/tls_stream.hpp"

#include "emulator/server/tls_files.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/ssl.h>

#include <dlfcn.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

using namespace useapi;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/** Notes how the last operation ended. */
struct noted final : http::byte_stream::handler
{
    void on_io(error_code ec, std::size_t transferred) override { ended = {ec, transferred}; }

    std::optional<http::byte_stream::received> ended;
};

asio::ssl::context server_context(const emulator::tls_files& files)
{
    asio::ssl::context made(asio::ssl::context::tls_server);
    made.use_certificate_chain_file(files.certificate_file().string());
    made.use_private_key_file(files.key_file().string(), asio::ssl::context::pem);
    return made;
}

/** A `tls_stream` and the server's end of its connection, right after the handshake. */
class connected
{
public:
    explicit connected(int version)
        : files_({}, emulator::certificate_wish()), server_context_(server_context(files_)),
          client_context_(asio::ssl::context::tls_client), server_(context_, server_context_)
    {
        SSL_CTX_set_max_proto_version(client_context_.native_handle(), version);
        tcp::acceptor acceptor(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        http::stream_socket socket(asio::make_strand(context_));
        socket.connect(acceptor.local_endpoint());
        acceptor.accept(server_.next_layer());
        server_.next_layer().set_option(tcp::no_delay(true));
        int hands = 0;
        const auto shake = [&hands](error_code ec) { hands += !ec; };
        // The connection's own: it outlives the channel.
        std::shared_ptr<SSL_CTX> shared(std::shared_ptr<void>(), client_context_.native_handle());
        auto channel = std::make_shared<http::tls_channel>(std::move(socket), std::move(shared));
        channel->async_handshake(shake);
        server_.async_handshake(asio::ssl::stream_base::server, shake);
        context_.run_for(10s);
        BOOST_TEST_REQUIRE(hands == 2);
        stream_ = http::make_tls_stream(std::move(channel), nullptr, {});
    }

    http::byte_stream& stream() { return *stream_; }

    /** The server ends the connection, with a `close_notify` or without. */
    void end(bool properly)
    {
        if (properly) {
            server_.async_shutdown([](error_code) {});
            context_.restart();
            context_.poll();
        }
        server_.next_layer().close();
    }

    void serve(std::string_view bytes) { asio::write(server_, asio::buffer(bytes)); }

    /** Reads what the server sent. */
    std::string read()
    {
        std::array<char, 1000> space{};
        const auto ended = read_into(space);
        BOOST_TEST_REQUIRE(ended.has_value());
        BOOST_TEST(!ended->code);
        return {space.data(), ended->size};
    }

    /** Begins a read that has to wait, and ends it: the server sends these then, each as a record. */
    std::string read_of(std::initializer_list<std::string_view> records)
    {
        std::array<char, 1000> space{};
        const auto handler = std::make_shared<noted>();
        BOOST_TEST_REQUIRE(!stream_->read_some(space, handler).has_value());
        for (const std::string_view each : records)
            serve(each);
        context_.restart();
        context_.run_for(3s);
        BOOST_TEST_REQUIRE(handler->ended.has_value());
        return {space.data(), handler->ended->size};
    }

    /** How the connection ended for the server, after the client closed it. */
    error_code end_at_server()
    {
        std::array<char, 100> space{};
        error_code ended;
        server_.read_some(asio::buffer(space), ended);
        return ended;
    }

    /** Nothing if the read does not end. */
    std::optional<http::byte_stream::received> read_to_end()
    {
        std::array<char, 1000> space{};
        return read_into(space);
    }

private:
    std::optional<http::byte_stream::received> read_into(std::span<char> space)
    {
        const auto handler = std::make_shared<noted>();
        auto ended = stream_->read_some(space, handler);
        if (!ended) {
            context_.restart();
            context_.run_for(3s);
            ended = handler->ended;
        }
        return ended;
    }

    asio::io_context context_{1};
    emulator::tls_files files_;
    asio::ssl::context server_context_;
    asio::ssl::context client_context_;
    asio::ssl::stream<tcp::socket> server_;
    std::unique_ptr<http::byte_stream> stream_;
};

/** While true, this thread's sends find no buffers in the system. */
thread_local bool has_no_buffers = false;

} // namespace

// Replaces the C library's function in this program.
extern "C" ssize_t send(int socket, const void* data, std::size_t size, int flags)
{
    static const auto original =
        reinterpret_cast<ssize_t (*)(int, const void*, std::size_t, int)>(::dlsym(RTLD_NEXT, "send"));
    if (!has_no_buffers)
        return original(socket, data, size, flags);
    errno = ENOBUFS;
    return -1;
}

BOOST_AUTO_TEST_SUITE(tls_stream)

BOOST_AUTO_TEST_CASE(write_that_finds_no_buffers_fails_and_what_had_come_is_read_before_the_end)
{
    connected pair(TLS1_3_VERSION);
    pair.serve("early");
    has_no_buffers = true;
    const auto written = pair.stream().write("request", std::make_shared<noted>());
    has_no_buffers = false;
    BOOST_TEST_REQUIRE(written.has_value());
    BOOST_TEST(*written == asio::error::no_buffer_space);
    BOOST_TEST(pair.read() == "early");
    const auto ended = pair.read_to_end();
    BOOST_TEST_REQUIRE(ended.has_value());
    BOOST_TEST(ended->code.failed());
}

BOOST_AUTO_TEST_CASE(what_comes_right_behind_an_answer_is_seen_before_the_next_request)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        connected pair(version);
        for (int i = 0; i != 20; ++i) {
            pair.serve("answer");
            BOOST_TEST(pair.read() == "answer");
            BOOST_TEST(pair.stream().looks_alive());
        }
        pair.serve("stray");
        BOOST_TEST(!pair.stream().looks_alive());
        // The socket does not show bytes that OpenSSL took from it along with the answer.
        connected other(version);
        other.serve("answer");
        other.serve("stray");
        BOOST_TEST(other.read() == "answer");
        BOOST_TEST((other.stream().check_quiet() == errc::connection_lost));
    }
}

// The call would wait for the rest of an answer that has come, until its time is over.
BOOST_AUTO_TEST_CASE(rest_of_an_answer_that_came_with_its_beginning_is_read_without_waiting)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        connected pair(version);
        BOOST_TEST(pair.read_of({"header", "content"}) == "header");
        BOOST_TEST(pair.read() == "content");
    }
}

BOOST_AUTO_TEST_CASE(session_tickets_speak_against_no_stream_and_an_early_answer_does)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        connected pair(version);
        BOOST_TEST(!pair.stream().check_quiet());
        BOOST_TEST(pair.stream().looks_alive(), "the tickets were read");
        pair.serve("HTTP/1.1 408 Request Timeout");
        BOOST_TEST(!pair.stream().looks_alive());
        BOOST_TEST((pair.stream().check_quiet() == errc::connection_lost));
    }
}

BOOST_AUTO_TEST_CASE(stream_that_the_peer_ended_says_so_behind_its_tickets)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        connected closed(version);
        closed.end(true);
        BOOST_TEST((closed.stream().check_quiet() == asio::error::eof));
        connected broken(version);
        broken.end(false);
        BOOST_TEST((broken.stream().check_quiet() == asio::ssl::error::stream_truncated));
    }
}

BOOST_AUTO_TEST_CASE(stream_that_is_closed_sends_a_close_notify_first)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        connected pair(version);
        pair.serve("answer");
        BOOST_TEST(pair.read() == "answer");
        pair.stream().close();
        BOOST_TEST(pair.end_at_server() == asio::error::eof);
    }
}

BOOST_AUTO_TEST_SUITE_END()
