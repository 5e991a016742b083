#ifndef USEAPI_SRC_HTTP_TLS_TLS_STREAM_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_STREAM_HPP

#include "http/byte_stream.hpp"
#include "http/connect_report.hpp"
#include "http/tls/tls_channel.hpp"
#include "http/tls/tls_context.hpp"

#include <memory>

namespace useapi::http {

/** A channel whose handshake is done, as a stream.

    @param context  of the channel: the stream is outdated when it is retired. Null: it never is. */
std::unique_ptr<byte_stream> make_tls_stream(std::shared_ptr<tls_channel> channel,
                                             std::shared_ptr<const tls_context> context,
                                             connect_report report);

} // namespace useapi::http

#endif
