#ifndef USEAPI_SRC_HTTP_CONNECT_SETUP_HPP
#define USEAPI_SRC_HTTP_CONNECT_SETUP_HPP

#include "http/connect/name_lookup.hpp"
#include "http/connect/proxy/proxy_handshake.hpp"
#include "http/shared_transport.hpp"
#include "http/tls/tls_connector.hpp"

#include <useapi/error.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace useapi::http {

/** The shared state of all attempts of a connector. */
class connect_setup
{
public:
    connect_setup(boost::asio::io_context& context, tls_connector_options given, const name_lookup& lookup);

    const tls_connector_options options;
    const std::shared_ptr<shared_transport> transport;
    /** The name and port of the next hop: the proxy if there is one, else the origin. */
    const std::shared_ptr<host_addresses> addresses;
    /** The name and port of the target, if the proxy is asked for an address of it; else null. */
    const std::shared_ptr<host_addresses> targets;

    const std::string& next_hop_host() const;
    std::uint16_t next_hop_port() const;
    bool next_hop_is_address() const;

    /** Makes the handshake with the proxy.
        @param found  an address of the target to give to it; empty: its name. */
    std::unique_ptr<proxy_handshake> make_proxy_handshake(const endpoint_list& found) const;

    /** The names of proxy and target, for error texts. */
    std::string proxy_names() const;

    error failure(errc stage, const std::string& why) const;

private:
    std::shared_ptr<host_addresses> addresses_of(boost::asio::io_context& context, const name_lookup& lookup,
                                                 const std::string& host, std::uint16_t port) const;
    bool looks_target_up() const;
};

} // namespace useapi::http

#endif
