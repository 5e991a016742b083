#ifndef USEAPI_HTTP_PROXY_OPTIONS_HPP
#define USEAPI_HTTP_PROXY_OPTIONS_HPP

#include <useapi/secret.hpp>

#include <string>
#include <utility>

namespace useapi::http {

/** Through which proxy the service is reached. The proxy makes a tunnel, and so sees the service's name, and
    neither the token nor any request. HTTP proxies are asked by CONNECT (RFC 9110 section 9.3.6), SOCKS5
    proxies as RFC 1928 says, with a user and a password as RFC 1929 says. An `https://` proxy needs a
   certificate for its name that the `tls_options` of the client trust. It is not shown the client's
   certificate.

    As constructed it follows the environment, when the client is made: `https_proxy`, else `HTTPS_PROXY`,
    unless `no_proxy`, else `NO_PROXY`, names the service's host. A service on localhost or a loopback address
    is never reached through the environment's proxy.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class proxy_options
{
public:
    proxy_options() = default;

    /** Goes through this proxy, whatever the environment says.

        @param url  `[http://][user:password@]host[:port]`, user and password percent-encoded where needed;
                    port 80 where none is given. `https://...` for one with TLS, port 443. `socks5://...` for
       a SOCKS5 proxy, `socks5h://...` for one that looks the service's name up: port 1080, and at most 255
       bytes of user and password each. A secret, since it may hold a password. */
    explicit proxy_options(secret url) : url_(std::move(url)), follows_environment_(false) {}

    /** No proxy, whatever the environment says. */
    static proxy_options none()
    {
        proxy_options made;
        made.follows_environment_ = false;
        return made;
    }

    /** Hosts that are reached directly, in place of the environment's list: entries between commas or
        blanks, each a host name, which includes its subdomains (`.example.com` and
        `*.example.com` are the same as `example.com`), an address, or a block of them (`10.0.0.0/8`,
        `fd00::/8`); a name or address may have `:port` behind it. `*` is every host. */
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

    /** Null if none was given. */
    const std::string* except() const noexcept { return has_except_ ? &except_ : nullptr; }

private:
    secret url_;
    std::string except_;
    bool has_except_ = false;
    bool follows_environment_ = true;
};

} // namespace useapi::http

#endif
