#ifndef USEAPI_SRC_HTTP_TLS_TLS_STREAM_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_STREAM_HPP

#include "http/byte_stream.hpp"
#include "http/connect_report.hpp"
#include "http/tls/tls_channel.hpp"
#include "http/tls/tls_context.hpp"

#include <memory>

namespace useapi::http {

/** Makes a stream of a channel whose handshake is done.

    @param context  the channel's. The stream is outdated once it is retired. Null: the stream is never
                    outdated. */
std::unique_ptr<byte_stream> make_tls_stream(std::shared_ptr<tls_channel> channel,
                                             std::shared_ptr<const tls_context> context,
                                             connect_report report);

} // namespace useapi::http

#endif
