#ifndef USEAPI_HTTP_PROXY_OPTIONS_HPP
#define USEAPI_HTTP_PROXY_OPTIONS_HPP

#include <useapi/secret.hpp>

#include <string>
#include <utility>

namespace useapi::http {

/** The proxy through which the service is reached. The proxy makes a tunnel. So it sees the service's name,
    but neither the token nor any request. An HTTP proxy is asked by CONNECT (RFC 9110 section 9.3.6), a
    SOCKS5 proxy as in RFC 1928, with user and password as in RFC 1929. An `https://` proxy needs a
    certificate for its name that the `tls_options` of the client trust. The client does not show it the
    client certificate.

    By default the environment decides when the client is made. `https_proxy`, else `HTTPS_PROXY`, names the
    proxy. There is no proxy if `no_proxy`, else `NO_PROXY`, names the service's host, or if the service is
    on localhost or a loopback address.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class proxy_options
{
public:
    proxy_options() = default;

    /** Goes through this proxy, whatever the environment says.

        @param url  `[scheme://][user:password@]host[:port]`, user and password percent-encoded where needed.
                    The scheme is `http` (default; port 80), `https` for TLS to the proxy (port 443), `socks5`
                    (port 1080), or `socks5h` for a SOCKS5 proxy that looks up the service's name (port 1080).
                    A SOCKS5 proxy takes at most 255 bytes of user and 255 of password. A secret, since it may
                    hold a password. */
    explicit proxy_options(secret url) : url_(std::move(url)), follows_environment_(false) {}

    /** No proxy, whatever the environment says. */
    static proxy_options none()
    {
        proxy_options made;
        made.follows_environment_ = false;
        return made;
    }

    /** Hosts that are reached directly, in place of the environment's list. Commas or blanks separate the
        entries. An entry is a host name, which includes its subdomains (`.example.com` and `*.example.com`
        are the same as `example.com`), an address, or a block of addresses (`10.0.0.0/8`, `fd00::/8`). A name
        or an address may have `:port` after it. `*` is every host. */
    proxy_options& except(std::string list) &
    {
        except_ = std::move(list);
        has_except_ = true;
        return *this;
    }

    /** The same for a temporary. */
    proxy_options except(std::string list) && { return std::move(except(std::move(list))); }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const secret& url() const noexcept { return url_; }

    bool follows_environment() const noexcept { return follows_environment_; }

    ///@}

    /** The list of `except`; null if it was not set. */
    const std::string* except() const noexcept { return has_except_ ? &except_ : nullptr; }

private:
    secret url_;
    std::string except_;
    bool has_except_ = false;
    bool follows_environment_ = true;
};

} // namespace useapi::http

#endif
