#ifndef USEAPI_SRC_HTTP_TLS_TLS_IDENTITY_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_IDENTITY_HPP

#include <useapi/http/tls_options.hpp>

#include <boost/asio/ssl/context.hpp>

namespace useapi::http {

/** Has the connections of a context show the client certificate of the options, if they name one.

    @throws useapi::exception  `errc::invalid_argument` if it or its key cannot be used; names the file. */
void show_certificate(boost::asio::ssl::context& context, const tls_options& options);

} // namespace useapi::http

#endif
