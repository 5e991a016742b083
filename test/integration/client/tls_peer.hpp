#ifndef USEAPI_TEST_INTEGRATION_CLIENT_TLS_PEER_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_TLS_PEER_HPP

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace useapi::testing {

/** PEM texts of an authority, of an intermediate authority that it issued, and of a server's certificate that
    the latter issued for localhost and 127.0.0.1. */
struct certificate_chain
{
    std::string root;
    std::string intermediate;
    std::string leaf;
    std::string key; ///< of the leaf
};

constexpr const char* names_of_loopback = "DNS:localhost,IP:127.0.0.1,IP:127.0.0.2";

/** @param organisation  in the subject of all three.
    @param names         the alternative names of the server's certificate, in the form of OpenSSL's
                         configuration. */
certificate_chain make_certificate_chain(const std::string& organisation = "useapi test",
                                         const std::string& names = names_of_loopback);

/** Counts of a `tls_peer`. */
struct tls_peer_statistics
{
    unsigned connections = 0;
    unsigned handshakes = 0;
    unsigned resumed = 0;
    std::vector<std::string> server_names; ///< of each handshake; empty if none was sent
};

/** A TLS server on a loopback address with a thread of its own. It serves one connection after the other,
    answers a request with `200 {}`, and closes the connection.

    @par Thread safety  shared objects: safe.
*/
class tls_peer
{
public:
    /** @param set_up  called with the server's context when the certificate and key are in it; may be empty.
        @param loopback  the last number of its address, 127.0.0.x. */
    explicit tls_peer(const certificate_chain& shown, std::function<void(SSL_CTX*)> set_up = {},
                      std::uint8_t loopback = 1, std::uint16_t port = 0);
    tls_peer(const tls_peer&) = delete;
    tls_peer& operator=(const tls_peer&) = delete;
    ~tls_peer();

    std::uint16_t port() const noexcept;

    /** Ends each connection before its handshake. */
    void break_handshakes() noexcept;

    tls_peer_statistics statistics() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace useapi::testing

#endif
