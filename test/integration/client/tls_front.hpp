#ifndef USEAPI_TEST_INTEGRATION_CLIENT_TLS_FRONT_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_TLS_FRONT_HPP

#include "integration/client/relay.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <thread>

namespace useapi::testing {

/** A TLS server on 127.0.0.1 with a thread of its own, which passes on what it decrypts to another port. */
class tls_front
{
public:
    tls_front(const certificate_chain& shown, std::uint16_t port)
        : to_(boost::asio::ip::address_v4::loopback(), port),
          acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
          port_(acceptor_.local_endpoint().port())
    {
        const std::string chain = shown.leaf + shown.intermediate;
        tls_.use_certificate_chain(boost::asio::buffer(chain));
        tls_.use_private_key(boost::asio::buffer(shown.key), boost::asio::ssl::context::pem);
        boost::asio::co_spawn(context_, accept(), boost::asio::detached);
        thread_ = std::thread([this] { context_.run(); });
    }

    tls_front(const tls_front&) = delete;
    tls_front& operator=(const tls_front&) = delete;

    ~tls_front()
    {
        context_.stop();
        thread_.join();
    }

    std::uint16_t port() const noexcept { return port_; }

private:
    using far_socket = boost::asio::ip::tcp::socket;
    using near_stream = boost::asio::ssl::stream<far_socket>;

    boost::asio::awaitable<void> accept()
    {
        for (;;) {
            const auto near = std::make_shared<near_stream>(context_, tls_);
            co_await acceptor_.async_accept(near->next_layer(), boost::asio::use_awaitable);
            boost::asio::co_spawn(context_, serve(near), [](const std::exception_ptr&) {}); // one that went
        }
    }

    boost::asio::awaitable<void> serve(std::shared_ptr<near_stream> near)
    {
        co_await near->async_handshake(boost::asio::ssl::stream_base::server, boost::asio::use_awaitable);
        const auto far = std::make_shared<far_socket>(context_);
        co_await far->async_connect(to_, boost::asio::use_awaitable);
        boost::asio::co_spawn(context_, relay(near, far), boost::asio::detached);
        co_await relay(far, near);
    }

    const boost::asio::ip::tcp::endpoint to_;
    boost::asio::io_context context_{1};
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
    boost::asio::ip::tcp::acceptor acceptor_;
    const std::uint16_t port_;
    std::thread thread_;
};

} // namespace useapi::testing

#endif
