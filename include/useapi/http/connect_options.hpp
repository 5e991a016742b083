#ifndef USEAPI_HTTP_CONNECT_OPTIONS_HPP
#define USEAPI_HTTP_CONNECT_OPTIONS_HPP

#include <useapi/http/name_resolver.hpp>
#include <useapi/http/socket_connector.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace useapi::http {

/** How connections are made, except TLS and proxies.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class connect_options
{
public:
    connect_options() = default;

    /** The host and port to connect to in place of those of the base URL: one machine behind a load balancer,
        a forwarded port, a stand-in in a test. The tunnels of a proxy go there, too. Certificate, server name
        (SNI) and the field `Host` stay those of the base URL. `HTTPS_PROXY` and `NO_PROXY` apply to this
        host. Default: host and port of the base URL.

        @param host  a name or an address; empty for the base URL's again
        @param port  1 to 65535 */
    connect_options& connect_to(std::string host, std::uint16_t port) &
    {
        host_ = std::move(host);
        port_ = port;
        return *this;
    }

    /** The same for a temporary. */
    connect_options connect_to(std::string host, std::uint16_t port) &&
    {
        return std::move(connect_to(std::move(host), port));
    }

    /** The function that looks up host names. Its answers are used for a minute, and for up to a day while
        further look-ups fail. Default: the system's resolver. */
    connect_options& resolve_with(name_resolver value) &
    {
        resolver_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    connect_options resolve_with(name_resolver value) && { return std::move(resolve_with(std::move(value))); }

    /** The function that opens connections in place of name look-up and TCP, such as
        `unix_socket("/run/sidecar.sock")`. TLS, certificate, server name (SNI) and the field `Host` stay
       those of the base URL. `HTTPS_PROXY` does not apply. If `client_options::proxy` names a proxy, this
       function opens the connection to the proxy. Default: TCP. */
    connect_options& connect_with(socket_connector value) &
    {
        connector_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    connect_options connect_with(socket_connector value) &&
    {
        return std::move(connect_with(std::move(value)));
    }

    /** The most connections that are being made at a time; further ones wait. A limit protects a service that
        has just restarted from all handshakes at once. Default 10,000, which is no limit. Range 1 to 10,000.
        */
    connect_options& max_at_once(std::size_t value) & noexcept
    {
        max_at_once_ = value;
        return *this;
    }

    /** The same for a temporary. */
    connect_options max_at_once(std::size_t value) && noexcept { return std::move(max_at_once(value)); }

    /** The host of `connect_to`; empty: the base URL's. */
    const std::string& host() const noexcept { return host_; }

    /** The port of `connect_to`. */
    std::uint16_t port() const noexcept { return port_; }

    /** The resolver that was set; empty for the system's. */
    const name_resolver& resolver() const noexcept { return resolver_; }

    /** The connector that was set; empty for TCP. */
    const socket_connector& connector() const noexcept { return connector_; }

    /** The value in force: the one that was set, or the default. */
    std::size_t max_at_once() const noexcept { return max_at_once_; }

private:
    std::string host_;
    std::uint16_t port_ = 0;
    name_resolver resolver_;
    socket_connector connector_;
    std::size_t max_at_once_ = 10'000;
};

} // namespace useapi::http

#endif
