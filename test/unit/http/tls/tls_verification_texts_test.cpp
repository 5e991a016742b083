#include "http/tls/tls_verification.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

using namespace useapi;

namespace {

using certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void name(X509_NAME* what, const std::string& text)
{
    X509_NAME_add_entry_by_txt(what, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                               static_cast<int>(text.size()), -1, 0);
}

/** @param names  as OpenSSL's configuration writes them; empty: it has none */
certificate certificate_for(const std::string& subject, const std::string& names)
{
    certificate made(X509_new(), &X509_free);
    name(X509_get_subject_name(made.get()), subject);
    name(X509_get_issuer_name(made.get()), "some authority");
    ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), "20240229080910Z");
    ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), "20250301000000Z");
    if (names.empty())
        return made;
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()), &X509_EXTENSION_free);
    BOOST_TEST_REQUIRE(extension.get() != nullptr);
    X509_add_ext(made.get(), extension.get(), -1);
    return made;
}

std::string finding(const certificate& about, int verdict, const std::string& expected = "wanted.example")
{
    return http::describe_finding(about.get(), verdict, expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_verification_texts)

// Without these words an operator does not know which of many certificates to renew, or which side is wrong.
BOOST_AUTO_TEST_CASE(finding_says_which_certificate_and_what_is_wrong_with_it)
{
    const certificate some = certificate_for("a.example", "DNS:a.example");

    const struct
    {
        int verdict;
        std::string_view text;
    } rows[] = {
        {X509_V_ERR_CERT_HAS_EXPIRED, "the certificate of CN=a.example expired on 2025-03-01 00:00:00 UTC"},
        {X509_V_ERR_CERT_NOT_YET_VALID,
         "the certificate of CN=a.example is not valid before 2024-02-29 08:09:10 UTC; "
         "is this machine's clock right?"},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
         "the certificate of CN=a.example was issued by CN=some authority, "
         "which is not a trusted authority"},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
         "the certificate of CN=a.example was issued by CN=some authority, which is not a trusted authority"},
        {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
         "the certificate of CN=a.example was issued by CN=some authority, which is not a trusted authority"},
        {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
         "the certificate of CN=a.example is self-signed, and not trusted as an authority"},
        {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
         "the certificate of CN=a.example is self-signed, and not trusted as an authority"},
        {X509_V_ERR_CERT_REVOKED, "the certificate of CN=a.example was revoked"},
        {X509_V_ERR_UNABLE_TO_GET_CRL,
         "no revocation list for the certificate of CN=a.example is among the given ones"},
        {X509_V_ERR_CRL_HAS_EXPIRED,
         "the revocation list for the certificate of CN=a.example is out of date"},
    };

    for (const auto& row : rows)
        BOOST_TEST(finding(some, row.verdict) == row.text);
    BOOST_TEST(finding(some, X509_V_ERR_INVALID_CA).starts_with("the certificate of CN=a.example: "));
    const certificate none(nullptr, &X509_free);
    BOOST_TEST(finding(none, X509_V_ERR_CERT_REVOKED) == "the certificate was revoked");
}

BOOST_AUTO_TEST_CASE(mismatch_says_which_names_and_addresses_the_certificate_has)
{
    const struct
    {
        std::string names;
        std::string_view listed;
    } rows[] = {
        {"DNS:a.example,DNS:*.b.example", "a.example, *.b.example"},
        {"IP:192.0.2.1", "192.0.2.1"},
        {"IP:2001:db8::10:ff", "2001:db8:0:0:0:0:10:ff"},
        {"email:who@a.example,DNS:a.example,IP:127.0.0.1", "a.example, 127.0.0.1"},
    };

    for (const auto& row : rows)
        for (const int verdict : {X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH})
            BOOST_TEST(finding(certificate_for("a.example", row.names), verdict) ==
                       "name wanted.example is not among those of the certificate of CN=a.example: " +
                           std::string(row.listed) + " (name mismatch)");
    BOOST_TEST(finding(certificate_for("a.example", ""), X509_V_ERR_HOSTNAME_MISMATCH) ==
               "name wanted.example is not among the alternative names of the certificate of CN=a.example, "
               "which has "
               "none (name mismatch)");
}

BOOST_AUTO_TEST_CASE(text_of_a_certificate_steers_no_terminal_and_fills_no_log)
{
    const std::string red = finding(certificate_for("a\x1b[31m\x7f", ""), X509_V_ERR_CERT_REVOKED);
    BOOST_TEST(red.find_first_of("\x1b\x7f") == std::string::npos);
    std::string names;
    for (int i = 0; i != 40; ++i)
        names += (i == 0 ? "DNS:" : ",DNS:") + std::string(60, 'a') + ".example";
    const std::string many = finding(certificate_for("a.example", names), X509_V_ERR_HOSTNAME_MISMATCH);
    BOOST_TEST(many.size() > 200U);
    BOOST_TEST(many.size() < 400U);
    BOOST_TEST(finding(certificate_for(std::string(60, 'b'), ""), X509_V_ERR_CERT_REVOKED).size() < 300U);
}

BOOST_AUTO_TEST_SUITE_END()
