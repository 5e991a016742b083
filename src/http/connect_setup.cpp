#include "http/connect_setup.hpp"

#include "http/connect/proxy/http_handshake.hpp"
#include "http/connect/proxy/socks_handshake.hpp"

#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

connect_setup::connect_setup(asio::io_context& context, tls_connector_options given,
                             const name_lookup& lookup)
    : options(std::move(given)), transport(shared_transport::of(options.shared)),
      addresses(addresses_of(context, lookup, next_hop_host(), next_hop_port())),
      targets(looks_target_up() ? addresses_of(context, lookup, options.target().host, options.target().port)
                                : nullptr)
{
}

std::shared_ptr<host_addresses> connect_setup::addresses_of(asio::io_context& context,
                                                            const name_lookup& lookup,
                                                            const std::string& host, std::uint16_t port) const
{
    return lookup ? std::make_shared<host_addresses>(host, port, lookup)
                  : transport->addresses(context, host, port);
}

bool connect_setup::looks_target_up() const
{
    return options.through && options.through->kind == proxy_kind::socks5 &&
           !options.target().host_is_address;
}

const std::string& connect_setup::next_hop_host() const
{
    return options.through ? options.through->host : options.target().host;
}

std::uint16_t connect_setup::next_hop_port() const
{
    return options.through ? options.through->port : options.target().port;
}

bool connect_setup::next_hop_is_address() const
{
    return options.through ? options.through->host_is_address : options.target().host_is_address;
}

std::unique_ptr<proxy_handshake> connect_setup::make_proxy_handshake(const endpoint_list& found) const
{
    const proxy& through = *options.through;
    if (!is_socks(through.kind))
        return std::make_unique<http_handshake>(through.authorization, options.target());
    origin to = options.target();
    if (!found.empty()) {
        to.host = found.front().address().to_string();
        to.host_is_address = true;
    }
    return std::make_unique<socks_handshake>(through.authorization, to);
}

std::string connect_setup::proxy_names() const
{
    return "proxy " + options.through->authority() + " for " + options.target().authority();
}

error connect_setup::failure(errc stage, const std::string& why) const
{
    const std::string where =
        options.where.authority() + (options.connect_to ? " at " + options.connect_to->authority() : "");
    const std::string proxy =
        stage == errc::proxy_failed ? "proxy " + options.through->authority() + " for " : "";
    return error(stage).detail(proxy + where + ": " + why);
}

} // namespace useapi::http
