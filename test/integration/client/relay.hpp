#ifndef USEAPI_TEST_INTEGRATION_CLIENT_RELAY_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_RELAY_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string>

namespace useapi::testing {

/** Tells the other end that nothing more comes. */
template <class To>
void end_sending(To& to)
{
    boost::system::error_code ignored;
    if constexpr (requires { to.next_layer(); })
        to.next_layer().shutdown(boost::asio::socket_base::shutdown_send, ignored);
    else
        to.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

/** Passes bytes on until the stream ends. */
template <class From, class To>
boost::asio::awaitable<void> relay(std::shared_ptr<From> from, std::shared_ptr<To> to)
{
    namespace asio = boost::asio;
    std::array<char, 16 * 1024> bytes;
    for (;;) {
        boost::system::error_code ec;
        const std::size_t size = co_await from->async_read_some(
            asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec));
        if (!ec)
            co_await asio::async_write(*to, asio::buffer(bytes.data(), size),
                                       asio::redirect_error(asio::use_awaitable, ec));
        if (ec) {
            end_sending(*to);
            co_return;
        }
    }
}

/** Passes bytes on in both directions, until both streams have ended. */
template <class Near, class Far>
boost::asio::awaitable<void> relay_both(std::shared_ptr<Near> near, std::shared_ptr<Far> far)
{
    boost::asio::co_spawn(near->get_executor(), relay(near, far), boost::asio::detached);
    co_await relay(far, near);
}

using far_socket = std::shared_ptr<boost::asio::ip::tcp::socket>;

/** Connects to another server. */
inline boost::asio::awaitable<far_socket> connect_to(std::string host, std::string port)
{
    namespace asio = boost::asio;
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    const auto found = co_await resolver.async_resolve(host, port, asio::use_awaitable);
    const auto far = std::make_shared<asio::ip::tcp::socket>(executor);
    co_await asio::async_connect(*far, found, asio::use_awaitable);
    co_return far;
}

} // namespace useapi::testing

#endif
