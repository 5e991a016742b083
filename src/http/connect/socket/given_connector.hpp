#ifndef USEAPI_SRC_HTTP_CONNECT_SOCKET_GIVEN_CONNECTOR_HPP
#define USEAPI_SRC_HTTP_CONNECT_SOCKET_GIVEN_CONNECTOR_HPP

#include "http/connect/socket/owned_socket.hpp"

#include <useapi/errc.hpp>
#include <useapi/http/socket_connector.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace useapi::http {

/** Takes the socket, or the error and null. */
using opened_handler = std::function<void(const error_code&, const std::shared_ptr<owned_socket>&)>;

/** Has the user's connector open a connection, on the `io_context` and on no strand. Calls the handler once,
    on a thread of the `io_context`. If the `io_context` is destroyed first, the handler is destroyed without
    a call. A socket that comes too late is closed. Opening does not count as work of the `io_context`. */
void open_with(const socket_connector& connector, boost::asio::io_context& context, const std::string& host,
               std::uint16_t port, opened_handler handler);

} // namespace useapi::http

#endif
