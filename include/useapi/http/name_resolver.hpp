#ifndef USEAPI_HTTP_NAME_RESOLVER_HPP
#define USEAPI_HTTP_NAME_RESOLVER_HPP

#include <useapi/errc.hpp>

#include <functional>
#include <string>
#include <vector>

namespace useapi::http {

/** Takes the answer to a look-up: no error and the addresses as text, such as `192.0.2.1` and `2001:db8::1`,
   in the order in which they are to be tried; or why there are none. May be called on any thread, inside the
   resolver or later, also after the `io_context` of the client is gone. The first call counts. If it is
   destroyed without a call, the look-up failed. */
using addresses_handler = std::function<void(const error_code& failure, std::vector<std::string> addresses)>;

/** Looks up a host name in place of the system's resolver.

    It is called on a thread that runs the client's `io_context`, on no strand and under no lock of the
   client, with one question of a client at a time. What it throws counts as a failed look-up. A look-up that
   takes longer than `client_options::connect_timeout` fails the call; its late answer still serves later
   calls.

    @param host  in lower case: that of `client_options::connect_to`, else of the proxy, else of the base URL.
   It is not called for one that is an address.
    @param done  copy it, and call the copy with the answer. */
using name_resolver = std::function<void(const std::string& host, addresses_handler done)>;

} // namespace useapi::http

#endif
