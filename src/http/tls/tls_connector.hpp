#ifndef USEAPI_SRC_HTTP_TLS_TLS_CONNECTOR_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_CONNECTOR_HPP

#include "http/connect/name_lookup.hpp"
#include "http/connect/origin.hpp"
#include "http/connect/proxy/proxy.hpp"
#include "http/connector.hpp"
#include "http/tls/peer_certificate.hpp"

#include <useapi/http/socket_connector.hpp>
#include <useapi/http/transport.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace useapi::http {

/** The options of the connections to one origin. */
struct tls_connector_options
{
    origin where;
    transport shared;
    std::optional<proxy> through;
    std::chrono::milliseconds connect_timeout; ///< for name look-up, TCP, proxy and TLS together
    std::size_t max_connections;               ///< as many TLS sessions are kept, at least
    certificate_listener on_certificate{};     ///< called on the connection's strand; may be empty
    socket_connector connect_with{};           ///< in place of look-up and TCP; empty for these
    std::optional<origin> connect_to{};        ///< host and port to connect to in place of those of `where`

    /** The host and port that connections, or the tunnels of a proxy, lead to. */
    const origin& target() const noexcept { return connect_to ? *connect_to : where; }
};

/** The real network and the real clock: TLS over TCP.

    @param lookup  looks up host names. Empty: the system's look-up, whose answers all connectors of the
                   transport on this `io_context` share.
    @throws boost::system::system_error  if no descriptors are left for the I/O of the `io_context`.
*/
std::shared_ptr<connector> make_tls_connector(boost::asio::io_context& context, tls_connector_options options,
                                              const name_lookup& lookup);

} // namespace useapi::http

#endif
