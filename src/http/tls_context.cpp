#include "http/tls_context.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <new>

namespace useapi::http {

namespace ssl = boost::asio::ssl;

std::unique_ptr<ssl::context> make_tls_context(const std::string& ca_file)
{
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    SSL_CTX* const native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    context->set_verify_mode(ssl::verify_peer);

    error_code ec;
    if (ca_file.empty())
        context->set_default_verify_paths(ec);
    else
        context->load_verify_file(ca_file, ec);
    if (ec) {
        const std::string what = ca_file.empty() ? "the system's CA store" : "CA file '" + ca_file + "'";
        throw exception(error(errc::invalid_argument).detail(what + " cannot be read as PEM certificates"));
    }

    static constexpr std::array<unsigned char, 9> alpn = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    if (SSL_CTX_set_alpn_protos(native, alpn.data(), alpn.size()) != 0)
        throw std::bad_alloc();
    return context;
}

void set_expected_peer(SSL* handle, const origin& origin)
{
    X509_VERIFY_PARAM* const expected = SSL_get0_param(handle);
    // Without these a common name stands in for missing alternative names, and `f*.example.com` matches.
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                                  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    // RFC 6066 section 3: an address is not a server name, and is not sent as one.
    const bool taken = origin.host_is_address
                           ? X509_VERIFY_PARAM_set1_ip_asc(expected, origin.host.c_str()) == 1
                           : X509_VERIFY_PARAM_set1_host(expected, origin.host.c_str(), 0) == 1 &&
                                 SSL_set_tlsext_host_name(handle, origin.host.c_str()) == 1;
    if (!taken)
        throw std::bad_alloc();
}

error handshake_error(SSL* handle, const origin& origin, const error_code& ec)
{
    const long verdict = SSL_get_verify_result(handle);
    if (verdict != X509_V_OK)
        return error(errc::certificate_rejected)
            .detail(origin.authority() + ": " + X509_verify_cert_error_string(verdict));
    return error(errc::tls_failed).detail(origin.authority() + ": " + ec.message());
}

} // namespace useapi::http
