#ifndef USEAPI_SRC_HTTP_TLS_TLS_TRUST_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_TRUST_HPP

#include <useapi/http/tls_options.hpp>

#include <openssl/x509_vfy.h>

#include <cstddef>
#include <memory>
#include <string>

namespace useapi::http {

/** The certificates that a connection trusts, and the revocation lists. Calls with equal options share what
    was parsed, as long as it is in use and the files are unchanged: to parse the system's certificates takes
    40 ms and 880 KB.

    @throws useapi::exception  `errc::invalid_argument` if one of the files cannot be used; it names the file.
    @par Thread safety  may be called from any thread. */
std::shared_ptr<X509_STORE> trusted_by(const tls_options& options);

/** The file and the folder in which OpenSSL looks for the certificate authorities that the system trusts. */
struct system_trust
{
    std::string file;
    std::string folder; ///< its files are named after the hashes of what they hold
    std::size_t authorities = 0;
};

/** Finds the places, and counts the authorities there. `SSL_CERT_FILE` and `SSL_CERT_DIR` replace OpenSSL's
    own places, as they do in a handshake. */
system_trust inspect_system_trust();

/** How many certificates a PEM file holds; 0 if it cannot be read. */
std::size_t count_certificates(const std::string& file);

/** The version of the TLS library that this process runs with, such as `3.0.15`. */
std::string tls_library_version();

} // namespace useapi::http

#endif
