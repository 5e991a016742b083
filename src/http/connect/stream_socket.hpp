#ifndef USEAPI_SRC_HTTP_CONNECT_STREAM_SOCKET_HPP
#define USEAPI_SRC_HTTP_CONNECT_STREAM_SOCKET_HPP

#include "http/byte_stream.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

namespace useapi::http {

/** A socket that carries a stream, of TCP or of another kind. */
using stream_socket =
    boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, byte_stream::executor_type>;

} // namespace useapi::http

#endif
