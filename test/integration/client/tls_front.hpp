#ifndef USEAPI_TEST_INTEGRATION_CLIENT_TLS_FRONT_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_TLS_FRONT_HPP

#include "integration/client/accepting_thread.hpp"
#include "integration/client/relay.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace useapi::testing {

/** A TLS server on 127.0.0.1 with a thread of its own. It passes the decrypted bytes on to another port. */
class tls_front
{
public:
    tls_front(const certificate_chain& shown, std::uint16_t port)
        : port_(std::to_string(port)), tls_(showing(shown)),
          connections_({boost::asio::ip::address_v4::loopback(), 0},
                       [this](near_socket near) { return serve(near); })
    {
    }

    std::uint16_t port() const { return connections_.endpoint().port(); }

private:
    using near_socket = std::shared_ptr<boost::asio::ip::tcp::socket>;
    using near_stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

    static boost::asio::ssl::context showing(const certificate_chain& shown)
    {
        boost::asio::ssl::context tls(boost::asio::ssl::context::tls_server);
        const std::string chain = shown.leaf + shown.intermediate;
        tls.use_certificate_chain(boost::asio::buffer(chain));
        tls.use_private_key(boost::asio::buffer(shown.key), boost::asio::ssl::context::pem);
        return tls;
    }

    boost::asio::awaitable<void> serve(near_socket taken)
    {
        const auto near = std::make_shared<near_stream>(std::move(*taken), tls_);
        co_await near->async_handshake(boost::asio::ssl::stream_base::server, boost::asio::use_awaitable);
        const far_socket far = co_await connect_to("127.0.0.1", port_);
        co_await relay_both(near, far);
    }

    const std::string port_;
    boost::asio::ssl::context tls_;
    accepting_thread<boost::asio::ip::tcp> connections_;
};

} // namespace useapi::testing

#endif
