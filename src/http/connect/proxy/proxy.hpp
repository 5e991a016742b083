#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_HPP

#include "http/connect/origin.hpp"

#include <useapi/http/proxy_options.hpp>
#include <useapi/result.hpp>
#include <useapi/secret.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::http {

enum class proxy_kind
{
    http,   ///< asked by CONNECT
    https,  ///< asked by CONNECT, over TLS
    socks5, ///< asked for an address, which the client looks up
    socks5h ///< asked for a host name, which the proxy looks up
};

constexpr bool is_socks(proxy_kind kind) noexcept
{
    return kind == proxy_kind::socks5 || kind == proxy_kind::socks5h;
}

/** A proxy that makes tunnels. */
struct proxy
{
    proxy_kind kind = proxy_kind::http;
    std::string host; ///< a name in lower case, or an address literal without brackets
    std::uint16_t port = 80;
    bool host_is_address = false;
    /** The credentials as they are sent to the proxy: the value of `Proxy-Authorization`, or the message of
        RFC 1929 section 2. Empty if there are no credentials. */
    secret authorization;

    /** The origin for which the certificate of an `https://` proxy is verified. */
    origin as_origin() const { return {host, port, host_is_address, {}}; }

    /** Host and port, for people. */
    std::string authority() const;

    /** The same with the scheme, and without the credentials. */
    std::string url() const;
};

/** Reads the URL of a proxy, which `proxy_options` describes.

    @return `errc::invalid_argument` with what is wrong. The message repeats nothing of the URL, which may
            hold a password.
*/
result<proxy> parse_proxy_url(std::string_view text);

/** Whether a list, in the form of `proxy_options::except`, names the origin's host. Malformed entries are
    ignored, as other clients do. */
bool is_excepted(std::string_view list, const origin& where);

/** Reads a variable of the environment; null if it is not set. `std::getenv` is one. */
using environment_lookup = char* (*)(const char* name);

/** The proxy to go through; nothing if the origin is reached directly.

    @return `errc::invalid_argument` that names the wrong option or variable.
*/
result<std::optional<proxy>> choose_proxy(const proxy_options& options, const origin& where,
                                          environment_lookup environment);

} // namespace useapi::http

#endif
