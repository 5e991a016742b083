#ifndef USEAPI_SRC_HTTP_TLS_PEER_CERTIFICATE_HPP
#define USEAPI_SRC_HTTP_TLS_PEER_CERTIFICATE_HPP

#include <chrono>
#include <functional>
#include <string>

namespace useapi::http {

/** The content of a server's certificate, in printable texts, whether or not it was accepted. */
struct peer_certificate
{
    std::string subject;
    std::string issuer;
    std::string names; ///< host names and addresses, with commas between them
    std::chrono::system_clock::time_point valid_from;
    std::chrono::system_clock::time_point valid_until;
};

/** Called with the certificate that the peer showed in a full handshake. A resumed handshake shows none. */
using certificate_listener = std::function<void(const peer_certificate&)>;

} // namespace useapi::http

#endif
