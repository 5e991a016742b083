#include "http/tls/tls_verification.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <memory>

namespace useapi::http {
namespace {

// An index of our own is needed, since Asio uses the application data of each connection.
int finding_index()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

int listener_index()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

/** Replaces all characters that are not printable ASCII, and shortens the text: it comes from the peer, and
    could control a terminal. OpenSSL has escaped other characters in a subject or issuer, and a host name has
    none. */
std::string clean(std::string text)
{
    constexpr std::size_t most = 200;
    std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    if (text.size() > most)
        text.resize(most);
    return text;
}

std::string name_text(const X509_NAME* name)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new(BIO_s_mem()), &BIO_free_all);
    if (!memory || X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253) < 0)
        return "?";
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &text);
    return clean(size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string("no name"));
}

std::string date_text(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return "?";
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts);
    return text.data();
}

std::chrono::system_clock::time_point instant(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

std::string address_text(const ASN1_OCTET_STRING* address)
{
    const unsigned char* const bytes = ASN1_STRING_get0_data(address);
    std::array<char, 64> text{};
    if (ASN1_STRING_length(address) == 4)
        std::snprintf(text.data(), text.size(), "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
    else if (ASN1_STRING_length(address) == 16)
        for (std::size_t i = 0, used = 0; i < 16; i += 2)
            used +=
                static_cast<std::size_t>(std::snprintf(text.data() + used, text.size() - used,
                                                       i == 0 ? "%x" : ":%x", bytes[i] * 256 + bytes[i + 1]));
    return text.data();
}

/** The names and addresses that a certificate is for. */
std::string alternative_names(const X509* certificate)
{
    constexpr std::size_t most = 200;
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free);
    std::string list;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()) && list.size() < most; ++i) {
        const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
        std::string text;
        if (name->type == GEN_DNS)
            text.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                        static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
        else if (name->type == GEN_IPADD)
            text = address_text(name->d.iPAddress);
        if (!text.empty())
            list += (list.empty() ? "" : ", ") + text;
    }
    return clean(std::move(list));
}

/** The host or address that a connection expects, as it was set. */
std::string expected_peer(SSL* connection)
{
    X509_VERIFY_PARAM* const expected = SSL_get0_param(connection);
    if (const char* const host = X509_VERIFY_PARAM_get0_host(expected, 0))
        return host;
    char* const address = X509_VERIFY_PARAM_get1_ip_asc(expected);
    std::string text = address ? address : "";
    OPENSSL_free(address);
    return text;
}

/** OpenSSL's reason; 0 if the error is not one of OpenSSL's. */
int reason_of(const error_code& ec) noexcept
{
    return ec.category() == boost::asio::error::get_ssl_category()
               ? ERR_GET_REASON(static_cast<unsigned long>(ec.value()))
               : 0;
}

/** OpenSSL verifies the certificates of a chain one by one, the authority's first, until it does not accept
    one. The peer's own certificate is known in the first call, so the listener is called then. */
void tell_of(const X509* certificate, SSL* connection)
{
    const auto* const listener =
        static_cast<const certificate_listener*>(SSL_get_ex_data(connection, listener_index()));
    if (!listener || !certificate)
        return;
    SSL_set_ex_data(connection, listener_index(), nullptr);
    (*listener)({name_text(X509_get_subject_name(certificate)), name_text(X509_get_issuer_name(certificate)),
                 alternative_names(certificate), instant(X509_get0_notBefore(certificate)),
                 instant(X509_get0_notAfter(certificate))});
}

int on_verified(int good, X509_STORE_CTX* verification)
{
    auto* const connection =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
    tell_of(X509_STORE_CTX_get0_cert(verification), connection);
    if (good != 0)
        return good;
    auto* const finding = static_cast<std::string*>(SSL_get_ex_data(connection, finding_index()));
    if (finding && finding->empty())
        *finding = describe_finding(X509_STORE_CTX_get_current_cert(verification),
                                    X509_STORE_CTX_get_error(verification), expected_peer(connection));
    return good;
}

} // namespace

void verify_peers(SSL_CTX* context)
{
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, on_verified);
}

void note_findings(SSL* connection, std::string& finding)
{
    SSL_set_ex_data(connection, finding_index(), &finding);
}

void tell_certificate(SSL* connection, const certificate_listener& listener)
{
    // OpenSSL takes only pointers to objects that may be changed. The listener is only called.
    SSL_set_ex_data(connection, listener_index(), const_cast<certificate_listener*>(&listener));
}

void end_findings(SSL* connection)
{
    SSL_set_ex_data(connection, finding_index(), nullptr);
}

std::string describe_finding(X509* certificate, int verdict, const std::string& expected)
{
    const std::string whose = certificate
                                  ? "the certificate of " + name_text(X509_get_subject_name(certificate))
                                  : std::string("the certificate");
    switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return whose + " expired on " + date_text(X509_get0_notAfter(certificate));
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return whose + " is not valid before " + date_text(X509_get0_notBefore(certificate)) +
               "; is this machine's clock right?";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: {
        const std::string names = alternative_names(certificate);
        return "name " + expected + " is not among " +
               (names.empty() ? "the alternative names of " + whose + ", which has none"
                              : "those of " + whose + ": " + names) +
               " (name mismatch)";
    }
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return whose + " was issued by " + name_text(X509_get_issuer_name(certificate)) +
               ", which is not a trusted authority";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        return whose + " is self-signed, and not trusted as an authority";
    case X509_V_ERR_CERT_REVOKED:
        return whose + " was revoked";
    case X509_V_ERR_UNABLE_TO_GET_CRL:
        return "no revocation list for " + whose + " is among the given ones";
    case X509_V_ERR_CRL_HAS_EXPIRED:
        return "the revocation list for " + whose + " is out of date";
    default:
        return whose + ": " + X509_verify_cert_error_string(verdict);
    }
}

bool refuses_client_certificate(const error_code& ec) noexcept
{
    switch (reason_of(ec)) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
        return true;
    default:
        return false;
    }
}

bool is_access_denied(const error_code& ec) noexcept
{
    return reason_of(ec) == SSL_R_TLSV1_ALERT_ACCESS_DENIED;
}

bool is_alert(const error_code& ec) noexcept
{
    return reason_of(ec) >= SSL_AD_REASON_OFFSET;
}

bool is_handshake_alert(const error_code& ec) noexcept
{
    return reason_of(ec) == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE;
}

} // namespace useapi::http
