#ifndef USEAPI_TEST_INTEGRATION_CLIENT_UNIX_RELAY_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_UNIX_RELAY_HPP

#include "integration/client/relay.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <thread>

namespace useapi::testing {

/** A sidecar with a thread of its own: passes on what comes to a unix socket, to a port of 127.0.0.1. */
class unix_relay
{
public:
    unix_relay(const std::string& path, std::uint16_t port)
        : to_(boost::asio::ip::address_v4::loopback(), port), acceptor_(context_, path)
    {
        boost::asio::co_spawn(context_, accept(), boost::asio::detached);
        thread_ = std::thread([this] { context_.run(); });
    }

    unix_relay(const unix_relay&) = delete;
    unix_relay& operator=(const unix_relay&) = delete;

    ~unix_relay()
    {
        context_.stop();
        thread_.join();
    }

private:
    using near_socket = boost::asio::local::stream_protocol::socket;
    using far_socket = boost::asio::ip::tcp::socket;

    boost::asio::awaitable<void> accept()
    {
        for (;;) {
            const auto near = std::make_shared<near_socket>(context_);
            co_await acceptor_.async_accept(*near, boost::asio::use_awaitable);
            boost::asio::co_spawn(context_, serve(near), [](const std::exception_ptr&) {}); // one that went
        }
    }

    boost::asio::awaitable<void> serve(std::shared_ptr<near_socket> near)
    {
        const auto far = std::make_shared<far_socket>(context_);
        co_await far->async_connect(to_, boost::asio::use_awaitable);
        boost::asio::co_spawn(context_, relay(near, far), boost::asio::detached);
        co_await relay(far, near);
    }

    const boost::asio::ip::tcp::endpoint to_;
    boost::asio::io_context context_{1};
    boost::asio::local::stream_protocol::acceptor acceptor_;
    std::thread thread_;
};

} // namespace useapi::testing

#endif
