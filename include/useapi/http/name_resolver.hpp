#ifndef USEAPI_HTTP_NAME_RESOLVER_HPP
#define USEAPI_HTTP_NAME_RESOLVER_HPP

#include <useapi/errc.hpp>

#include <functional>
#include <string>
#include <vector>

namespace useapi::http {

/** Takes the answer to a look-up: either no error and the addresses as text, such as `192.0.2.1` and
    `2001:db8::1`, in the order in which to try them; or the error. May be called on any thread, inside the
    resolver or later, also after the client's `io_context` is destroyed. Only the first call counts. If the
    handler is destroyed without a call, the look-up has failed. */
using addresses_handler = std::function<void(const error_code& failure, std::vector<std::string> addresses)>;

/** Looks up a host name in place of the system's resolver.

    It is called on a thread that runs the client's `io_context`, on no strand and under no lock of the
    client. A client has one look-up of a host under way at a time. An exception counts as a failed look-up. A
    look-up that takes longer than `client_options::connect_timeout` fails the call; its late answer still
    serves later calls.

    @param host  the host name in lower case: that of the proxy if there is one, else of
                 `connect_options::connect_to`, else of the base URL. With a `socks5://` proxy the resolver is
                 called for the proxy and for the service. Never an address.
    @param done  copy it, and call the copy with the answer. */
using name_resolver = std::function<void(const std::string& host, addresses_handler done)>;

} // namespace useapi::http

#endif
