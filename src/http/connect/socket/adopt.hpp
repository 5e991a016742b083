#ifndef USEAPI_SRC_HTTP_CONNECT_SOCKET_ADOPT_HPP
#define USEAPI_SRC_HTTP_CONNECT_SOCKET_ADOPT_HPP

#include "http/connect/socket/owned_socket.hpp"
#include "http/connect/stream_socket.hpp"
#include "http/connect_report.hpp"

#include <useapi/errc.hpp>

namespace useapi::http {

/** Takes over a socket that the user's connector connected, and names its peer in the report. On an error
    `opened` keeps the socket. */
stream_socket adopt(owned_socket& opened, const byte_stream::executor_type& strand, connect_report& report,
                    error_code& ec);

} // namespace useapi::http

#endif
