#ifndef USEAPI_SRC_HTTP_TLS_CONTEXT_HPP
#define USEAPI_SRC_HTTP_TLS_CONTEXT_HPP

#include "http/origin.hpp"

#include <useapi/error.hpp>

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace useapi::http {

/** Verifies peers, speaks TLS 1.2 or later, offers `http/1.1`.

    @param ca_file  a PEM file to trust instead of the system's authorities; empty for the system's.
    @throws useapi::exception  `errc::invalid_argument` where the file cannot be used.
*/
std::unique_ptr<boost::asio::ssl::context> make_tls_context(const std::string& ca_file);

/** Makes a connection-to-be name its host, and accept a certificate for this host alone.

    @throws std::bad_alloc  where OpenSSL cannot take the settings.
*/
void set_expected_peer(SSL* ssl, const origin& origin);

/** Why a handshake failed: the certificate, where that is the reason, else the TLS layer's own words. */
error handshake_error(SSL* ssl, const origin& origin, const error_code& ec);

} // namespace useapi::http

#endif
