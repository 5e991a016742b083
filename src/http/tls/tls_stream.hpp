#ifndef USEAPI_SRC_HTTP_TLS_TLS_STREAM_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_STREAM_HPP

#include "http/byte_stream.hpp"
#include "http/connect_report.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>

namespace useapi::http {

using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, byte_stream::executor_type>;
using tls_socket = boost::asio::ssl::stream<tcp_socket>;

/** A socket whose TLS handshake is done, as a stream. */
std::unique_ptr<byte_stream> make_tls_stream(std::unique_ptr<tls_socket> socket, connect_report report);

} // namespace useapi::http

#endif
