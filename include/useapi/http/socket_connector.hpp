#ifndef USEAPI_HTTP_SOCKET_CONNECTOR_HPP
#define USEAPI_HTTP_SOCKET_CONNECTOR_HPP

#include <useapi/config.hpp>
#include <useapi/errc.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace useapi::http {

/** Takes either no error and a connected stream socket of the system, such as a TCP or unix socket; or the
    error and -1. May be called on any thread, inside the connector or later, also after the client's
    `io_context` is destroyed. Only the first call counts. If the handler is destroyed without a call,
    connecting has failed.

    The client owns the socket from the call on. It closes the socket at once if this is not the first call,
    or if it comes after `client_options::connect_timeout` or after the client was closed. */
using socket_handler = std::function<void(const error_code& failure, int socket)>;

/** Opens a connection in place of name look-up and TCP.

    It is called on a thread that runs the client's `io_context`, on no strand and under no lock of the
    client, maybe for several connections at a time. It should return soon, since other calls wait
    meanwhile. An exception counts as a failure.

    @param host  the host name or address to connect to, in lower case: of the proxy that
                 `client_options::proxy` names, else of `connect_options::connect_to`, else of the base URL.
    @param port  the port there.
    @param done  copy it, and call the copy with the socket. */
using socket_connector =
    std::function<void(const std::string& host, std::uint16_t port, socket_handler done)>;

/** Makes a connector to a unix socket, such as that of a sidecar that passes the bytes on. The connector
    ignores host and port.

    @param path  the socket in the file system, 1 to 107 bytes. Each connection opens it anew, so it need not
                 exist yet.
    @throws useapi::exception  `errc::invalid_argument` if the path is empty, too long, or has a zero byte. */
USEAPI_API socket_connector unix_socket(const std::string& path);

} // namespace useapi::http

#endif
