#ifndef USEAPI_SRC_HTTP_TLS_TLS_CONNECTOR_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_CONNECTOR_HPP

#include "http/connect/name_lookup.hpp"
#include "http/connect/origin.hpp"
#include "http/connect/proxy.hpp"
#include "http/connector.hpp"
#include "http/tls/peer_certificate.hpp"

#include <useapi/http/tls_options.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace useapi::http {

/** What the connections to one origin are made with. */
struct tls_connector_options
{
    origin where;
    tls_options tls;
    std::optional<proxy> through;
    std::chrono::milliseconds connect_timeout; ///< for name look-up, TCP, proxy and TLS together
    std::size_t max_connections;               ///< as many TLS sessions are kept
    certificate_listener on_certificate{};     ///< called on the connection's strand; may be empty
};

/** The real network and the real clock: TLS over TCP.

    @param lookup  what names are resolved with; `system_lookup`, but in tests.
    @throws useapi::exception  `errc::invalid_argument` where one of the TLS options cannot be used.
    @throws boost::system::system_error  where the `io_context` has no descriptors left to do I/O with.
*/
std::shared_ptr<connector> make_tls_connector(boost::asio::io_context& context, tls_connector_options options,
                                              name_lookup lookup);

} // namespace useapi::http

#endif
