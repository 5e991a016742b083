#ifndef USEAPI_TEST_INTEGRATION_CLIENT_UNIX_RELAY_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_UNIX_RELAY_HPP

#include "integration/client/accepting_thread.hpp"
#include "integration/client/relay.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace useapi::testing {

/** A sidecar with a thread of its own: passes the bytes of a unix socket on to a port of 127.0.0.1. */
class unix_relay
{
public:
    unix_relay(const std::string& path, std::uint16_t port)
        : port_(std::to_string(port)), connections_(path, [this](near_socket near) { return serve(near); })
    {
    }

private:
    using near_socket = std::shared_ptr<boost::asio::local::stream_protocol::socket>;

    boost::asio::awaitable<void> serve(near_socket near)
    {
        const far_socket far = co_await connect_to("127.0.0.1", port_);
        co_await relay_both(near, far);
    }

    const std::string port_;
    accepting_thread<boost::asio::local::stream_protocol> connections_;
};

} // namespace useapi::testing

#endif
