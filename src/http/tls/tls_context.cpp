#include "http/tls/tls_context.hpp"

#include "http/connect/authority.hpp"
#include "http/tls/tls_identity.hpp"
#include "http/tls/tls_key_log.hpp"
#include "http/tls/tls_trust.hpp"
#include "http/tls/tls_verification.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstdint>
#include <ctime>
#include <new>
#include <utility>

namespace useapi::http {

namespace ssl = boost::asio::ssl;

tls_context::tls_context(const tls_options& options)
    : resumes_(options.resume_sessions()), trust_(trusted_by(options)), context_(ssl::context::tls_client)
{
    SSL_CTX* const native = context_.native_handle();
    SSL_CTX_set_min_proto_version(native, options.minimum_version() == tls_version::tls_1_3 ? TLS1_3_VERSION
                                                                                            : TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    verify_peers(native);
    SSL_CTX_set1_cert_store(native, trust_.get());
    show_certificate(context_, options);

    static constexpr std::array<unsigned char, 9> alpn = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    if (SSL_CTX_set_alpn_protos(native, alpn.data(), alpn.size()) != 0)
        throw std::bad_alloc();
    if (resumes_)
        tls_session_store::enable(native);
    if (!options.key_log_file().empty()) {
        key_log_ = std::make_unique<key_log>(options.key_log_file());
        key_log_->attach(native);
    }
}

tls_context::~tls_context() = default;

bool tls_context::prepare(SSL* connection, const origin& where, std::string& finding,
                          std::size_t kept_sessions, bool may_resume)
{
    X509_VERIFY_PARAM* const expected = SSL_get0_param(connection);
    // Without these flags OpenSSL takes the common name if there are no alternative names, and lets
    // `f*.example.com` match.
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                                  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    const std::string name(without_last_dot(where.host));
    // RFC 6066 section 3: an address is not a server name, and is not sent as one.
    const bool taken = where.host_is_address ? X509_VERIFY_PARAM_set1_ip_asc(expected, name.c_str()) == 1
                                             : X509_VERIFY_PARAM_set1_host(expected, name.c_str(), 0) == 1 &&
                                                   SSL_set_tlsext_host_name(connection, name.c_str()) == 1;
    if (!taken)
        throw std::bad_alloc();
    note_findings(connection, finding);
    if (!resumes_)
        return false;
    tls_session_store& sessions = sessions_of(where);
    sessions.keep(kept_sessions);
    sessions.attach(connection);
    if (!may_resume)
        return false;
    const tls_session resumed = sessions.take(static_cast<std::int64_t>(std::time(nullptr)));
    return resumed && SSL_set_session(connection, resumed.get()) == 1;
}

void tls_context::prepare_for_proxy(SSL* connection, const proxy& through, std::string& finding)
{
    prepare(connection, through.as_origin(), finding, 1, false);
    SSL_certs_clear(connection);
}

void tls_context::stop_resuming(const origin& where)
{
    sessions_of(where).stop();
}

tls_session_store& tls_context::sessions_of(const origin& where)
{
    const std::lock_guard lock(mutex_);
    return sessions_[where.authority()];
}

error handshake_error(SSL* connection, const origin& where, const std::string& finding, const error_code& ec)
{
    const long verdict = SSL_get_verify_result(connection);
    if (verdict == X509_V_OK) {
        // Before TLS 1.3 a missing certificate gives the same alert as any other handshake failure. Only
        // the server's request for a certificate tells it apart.
        const bool was_asked = SSL_get0_peer_CA_list(connection) != nullptr;
        const bool is_about_ours =
            refuses_client_certificate(ec) || is_access_denied(ec) || (was_asked && is_handshake_alert(ec));
        return error(is_about_ours ? errc::client_certificate_rejected : errc::tls_failed)
            .detail(where.authority() + ": " + ec.message());
    }
    return error(errc::certificate_rejected)
        .detail(where.authority() + ": " +
                (finding.empty() ? X509_verify_cert_error_string(verdict) : finding));
}

error proxy_handshake_error(SSL* connection, const proxy& through, const std::string& finding,
                            const error_code& ec)
{
    const error told = handshake_error(connection, through.as_origin(), finding, ec);
    return error(told.code() == errc::tls_failed ? error_code(errc::proxy_failed) : told.code())
        .detail("proxy " + told.detail());
}

} // namespace useapi::http
