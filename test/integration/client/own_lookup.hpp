#ifndef USEAPI_TEST_INTEGRATION_CLIENT_OWN_LOOKUP_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_OWN_LOOKUP_HPP

#include "client/client_core.hpp"
#include "http/tls/tls_connector.hpp"
#include "integration/client/loopback.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <string>
#include <utility>
#include <vector>

namespace useapi::testing {

/** The address 127.0.0.x. */
inline asio::ip::tcp::endpoint loopback_at(std::uint16_t port, unsigned last_number = 1)
{
    return {asio::ip::address_v4(0x7f000000U + last_number), port};
}

/** Options of `tls_connector` for a service with a name, at a port of this machine. */
inline http::tls_connector_options connector_options(const client_options& chosen, std::string host,
                                                     http::tls_options tls)
{
    http::tls_connector_options made{http::parse_base_url(chosen.base_url()).value(),
                                     http::transport(std::move(tls)),
                                     {},
                                     chosen.connect_timeout(),
                                     chosen.max_connections()};
    made.where.host = std::move(host);
    made.where.host_is_address = false;
    return made;
}

/** A client of such a service, whose names are resolved by `lookup`. */
inline client make_client(asio::io_context& context, const client_options& chosen,
                          http::tls_connector_options made, const http::name_lookup& lookup)
{
    return useapi::detail::access::make(chosen, http::make_tls_connector(context, std::move(made), lookup));
}

/** Resolves each name to the same addresses. */
inline http::name_lookup lookup_of(asio::io_context& context, http::endpoint_list addresses)
{
    return [&context, addresses = std::move(addresses)](const std::string&, std::uint16_t,
                                                        http::lookup_handler handler) {
        asio::post(context, [addresses, handler = std::move(handler)] { handler(error_code(), addresses); });
    };
}

} // namespace useapi::testing

#endif
