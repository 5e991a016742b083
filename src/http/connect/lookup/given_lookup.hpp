#ifndef USEAPI_SRC_HTTP_CONNECT_LOOKUP_GIVEN_LOOKUP_HPP
#define USEAPI_SRC_HTTP_CONNECT_LOOKUP_GIVEN_LOOKUP_HPP

#include "http/connect/name_lookup.hpp"

#include <useapi/http/name_resolver.hpp>

#include <boost/asio/io_context.hpp>

namespace useapi::http {

/** Asks the user's resolver, on the `io_context` and on no strand. As with `system_lookup`, a look-up does
    not count as work of the `io_context`, and the end of the `io_context` does not wait for it. */
name_lookup given_lookup(boost::asio::io_context& context, name_resolver resolver);

} // namespace useapi::http

#endif
