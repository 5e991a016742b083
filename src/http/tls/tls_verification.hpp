#ifndef USEAPI_SRC_HTTP_TLS_TLS_VERIFICATION_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_VERIFICATION_HPP

#include "http/tls/peer_certificate.hpp"

#include <useapi/errc.hpp>

#include <openssl/ssl.h>

#include <string>

namespace useapi::http {

/** Has a context verify peers, and its connections note the objection to a certificate. */
void verify_peers(SSL_CTX* context);

/** Sets the string in which a connection notes the objection. It must live until `end_findings`, or as long
    as the connection. */
void note_findings(SSL* connection, std::string& finding);
void end_findings(SSL* connection);

/** Sets the listener that a connection's handshake calls once with the peer's certificate. The listener must
    outlive the handshake. */
void tell_certificate(SSL* connection, const certificate_listener& listener);

/** The objection to a certificate, in words: `the certificate of CN=a.example expired on 2024-12-22`.

    @param verdict   as OpenSSL's verification gave it.
    @param expected  the name or address that was asked for. */
std::string describe_finding(X509* certificate, int verdict, const std::string& expected);

/** Whether the peer's alert says that it wants a certificate of ours, or another one. Under TLS 1.3 the alert
    comes after our side of the handshake is over, in place of an answer. @see RFC 8446 section 4.4.2.4 */
bool refuses_client_certificate(const error_code& ec) noexcept;

/** Whether the peer's alert says that it accepted our certificate, but denies its owner access. A server may
    say so at any time, even after it has read a request. @see RFC 8446 section 6.2 */
bool is_access_denied(const error_code& ec) noexcept;

/** Whether the peer ended the connection with an alert. */
bool is_alert(const error_code& ec) noexcept;

/** Whether the peer's alert says that the handshake failed, and nothing more. */
bool is_handshake_alert(const error_code& ec) noexcept;

} // namespace useapi::http

#endif
