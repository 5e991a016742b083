#include "emulator/server/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace useapi::emulator {
namespace {

template <auto Free>
struct freed_by
{
    template <typename T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};

using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using crl_ptr = std::unique_ptr<X509_CRL, freed_by<X509_CRL_free>>;
using revoked_ptr = std::unique_ptr<X509_REVOKED, freed_by<X509_REVOKED_free>>;
using time_ptr = std::unique_ptr<ASN1_TIME, freed_by<ASN1_TIME_free>>;
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;

constexpr std::string_view authority_name = "useapi emulator CA";
constexpr long day = 24L * 60 * 60;

void require(bool good, const char* step)
{
    if (good)
        return;
    ERR_clear_error();
    throw std::runtime_error(std::string("cannot make a certificate: ") + step);
}

key_ptr make_key()
{
    key_ptr key(EVP_EC_gen("P-256"));
    require(key != nullptr, "key generation");
    return key;
}

void add_name(X509_NAME* name, const char* field, std::string_view value)
{
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.data()),
                                       static_cast<int>(value.size()), -1, 0) == 1,
            "name");
}

void add_extension(X509* to, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
    const extension_ptr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    require(extension != nullptr && X509_add_ext(to, extension.get(), -1) == 1, "extension");
}

// Some clients refuse two certificates with the same issuer name and serial number, so serials are random.
void set_serial(X509* certificate)
{
    std::uint64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "serial");
    require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1, "serial");
}

x509_ptr begin_certificate(EVP_PKEY* key, long from, long until)
{
    x509_ptr made(X509_new());
    require(made && X509_set_version(made.get(), X509_VERSION_3) == 1, "certificate");
    set_serial(made.get());
    require(X509_gmtime_adj(X509_getm_notBefore(made.get()), from) != nullptr &&
                X509_gmtime_adj(X509_getm_notAfter(made.get()), until) != nullptr &&
                X509_set_pubkey(made.get(), key) == 1,
            "certificate");
    return made;
}

void sign(X509* certificate, EVP_PKEY* key)
{
    require(X509_sign(certificate, key, EVP_sha256()) != 0, "signature");
}

x509_ptr make_authority(EVP_PKEY* key)
{
    auto made = begin_certificate(key, -2 * day, 365 * day);
    auto* name = X509_get_subject_name(made.get());
    add_name(name, "O", "useapi emulator");
    add_name(name, "CN", authority_name);
    require(X509_set_issuer_name(made.get(), name) == 1, "issuer");
    add_extension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(made.get(), made.get(), NID_subject_key_identifier, "hash");
    sign(made.get(), key);
    return made;
}

// The text is stored in the certificate, so that a certificate in a folder tells whether it is the right one.
std::string wish_text(const certificate_wish& wish)
{
    return "for " + (wish.host().empty() ? std::string("loopback") : wish.host()) +
           (wish.expired() ? ", expired" : "") + (wish.without_san() ? ", no SAN" : "") +
           (wish.revoked() ? ", revoked" : "");
}

x509_ptr make_leaf(const certificate_wish& wish, EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key)
{
    auto made = begin_certificate(key, -2 * day, wish.expired() ? -day : 365 * day);
    auto* name = X509_get_subject_name(made.get());
    add_name(name, "OU", wish_text(wish).substr(0, 64));
    add_name(name, "CN", wish.host().empty() ? std::string("localhost") : wish.host());
    require(X509_set_issuer_name(made.get(), X509_get_subject_name(authority)) == 1, "issuer");
    add_extension(made.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(made.get(), authority, NID_key_usage, "critical,digitalSignature");
    add_extension(made.get(), authority, NID_ext_key_usage, "serverAuth");
    add_extension(made.get(), authority, NID_subject_key_identifier, "hash");
    add_extension(made.get(), authority, NID_authority_key_identifier, "keyid");
    if (!wish.without_san())
        add_extension(made.get(), authority, NID_subject_alt_name,
                      wish.host().empty() ? "DNS:localhost,IP:127.0.0.1,IP:::1" : "DNS:" + wish.host());
    sign(made.get(), authority_key);
    return made;
}

x509_ptr make_client_leaf(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key)
{
    auto made = begin_certificate(key, -2 * day, 365 * day);
    add_name(X509_get_subject_name(made.get()), "CN", "useapi emulator client");
    require(X509_set_issuer_name(made.get(), X509_get_subject_name(authority)) == 1, "issuer");
    add_extension(made.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(made.get(), authority, NID_key_usage, "critical,digitalSignature");
    add_extension(made.get(), authority, NID_ext_key_usage, "clientAuth");
    sign(made.get(), authority_key);
    return made;
}

crl_ptr make_revocation_list(X509* revoked, X509* authority, EVP_PKEY* authority_key)
{
    crl_ptr made(X509_CRL_new());
    const time_ptr from(X509_gmtime_adj(nullptr, -2 * day));
    const time_ptr until(X509_gmtime_adj(nullptr, 365 * day));
    require(made && from && until && X509_CRL_set_version(made.get(), X509_CRL_VERSION_2) == 1 &&
                X509_CRL_set_issuer_name(made.get(), X509_get_subject_name(authority)) == 1 &&
                X509_CRL_set1_lastUpdate(made.get(), from.get()) == 1 &&
                X509_CRL_set1_nextUpdate(made.get(), until.get()) == 1,
            "revocation list");
    if (revoked) {
        revoked_ptr entry(X509_REVOKED_new());
        require(entry && X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(revoked)) == 1 &&
                    X509_REVOKED_set_revocationDate(entry.get(), from.get()) == 1 &&
                    X509_CRL_add0_revoked(made.get(), entry.get()) == 1,
                "revocation");
        [[maybe_unused]] auto* const now_the_lists = entry.release();
    }
    require(X509_CRL_sign(made.get(), authority_key, EVP_sha256()) != 0, "signature");
    return made;
}

template <typename Write>
std::string to_pem(Write write)
{
    const bio_ptr memory(BIO_new(BIO_s_mem()));
    require(memory && write(memory.get()) == 1, "PEM");
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

std::string to_pem(X509* certificate)
{
    return to_pem([certificate](BIO* to) { return PEM_write_bio_X509(to, certificate); });
}

std::string to_pem(EVP_PKEY* key)
{
    return to_pem(
        [key](BIO* to) { return PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

bio_ptr reader(const std::string& pem)
{
    return bio_ptr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// A file without a certificate is not a failure here, so it must not stay in OpenSSL's error queue.
x509_ptr read_certificate(const std::string& pem)
{
    x509_ptr read(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    return read;
}

std::string subject_field(X509* certificate, int nid)
{
    std::string text(128, '\0');
    const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), nid, text.data(),
                                               static_cast<int>(text.size()));
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return text;
}

bool good_for_a_day(X509* certificate)
{
    std::time_t tomorrow = std::time(nullptr) + day;
    return X509_cmp_time(X509_get0_notAfter(certificate), &tomorrow) > 0;
}

} // namespace

certificate_wish::certificate_wish() = default;

certificate_wish& certificate_wish::host(std::string value)
{
    host_ = std::move(value);
    return *this;
}

certificate_wish& certificate_wish::expired(bool value)
{
    expired_ = value;
    return *this;
}

certificate_wish& certificate_wish::without_san(bool value)
{
    without_san_ = value;
    return *this;
}

certificate_wish& certificate_wish::revoked(bool value)
{
    revoked_ = value;
    return *this;
}

certificate_set make_certificates(const certificate_wish& wish)
{
    const auto authority_key = make_key();
    const auto authority = make_authority(authority_key.get());
    const auto key = make_key();
    const auto leaf = make_leaf(wish, key.get(), authority.get(), authority_key.get());

    certificate_set made;
    made.ca = to_pem(authority.get());
    made.certificate = to_pem(leaf.get());
    made.key = to_pem(key.get());
    const auto client_key = make_key();
    made.client_certificate =
        to_pem(make_client_leaf(client_key.get(), authority.get(), authority_key.get()).get());
    made.client_key = to_pem(client_key.get());
    const auto list =
        make_revocation_list(wish.revoked() ? leaf.get() : nullptr, authority.get(), authority_key.get());
    made.revocation_list = to_pem([&list](BIO* to) { return PEM_write_bio_X509_CRL(to, list.get()); });
    return made;
}

bool is_our_authority(const std::string& ca_pem)
{
    const auto authority = read_certificate(ca_pem);
    return authority && subject_field(authority.get(), NID_commonName) == authority_name;
}

bool still_serves(const certificate_set& set, const certificate_wish& wish)
{
    const auto authority = read_certificate(set.ca);
    const auto leaf = read_certificate(set.certificate);
    const key_ptr key(PEM_read_bio_PrivateKey(reader(set.key).get(), nullptr, nullptr, nullptr));
    const bool serves =
        authority && leaf && key && !set.client_certificate.empty() && !set.client_key.empty() &&
        !set.revocation_list.empty() && X509_check_private_key(leaf.get(), key.get()) == 1 &&
        X509_verify(leaf.get(), X509_get0_pubkey(authority.get())) == 1 &&
        subject_field(leaf.get(), NID_organizationalUnitName) == wish_text(wish).substr(0, 64) &&
        good_for_a_day(authority.get()) && (wish.expired() || good_for_a_day(leaf.get()));
    ERR_clear_error();
    return serves;
}

} // namespace useapi::emulator
