#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;
using http::tls_options;

namespace {

template <auto Free>
struct freed_with
{
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

using bio_ptr = std::unique_ptr<BIO, freed_with<BIO_free_all>>;

constexpr const char* passphrase = "correct horse battery";

/** A service that asks for a client certificate, and that certificate in encrypted forms. */
class strict_service
{
public:
    strict_service()
    {
        const auto plain = folder() / "client.key";
        const bio_ptr in(BIO_new_file(plain.c_str(), "r"));
        const std::unique_ptr<EVP_PKEY, freed_with<EVP_PKEY_free>> key(
            PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
        const bio_ptr certificate_in(BIO_new_file(certificate().c_str(), "r"));
        const std::unique_ptr<X509, freed_with<X509_free>> shown(
            PEM_read_bio_X509(certificate_in.get(), nullptr, nullptr, nullptr));
        {
            const bio_ptr out(BIO_new_file(encrypted_key().c_str(), "w"));
            BOOST_TEST_REQUIRE(PEM_write_bio_PKCS8PrivateKey(
                                   out.get(), key.get(), EVP_aes_256_cbc(), passphrase,
                                   static_cast<int>(std::string(passphrase).size()), nullptr, nullptr) == 1);
        }
        const std::unique_ptr<PKCS12, freed_with<PKCS12_free>> bundle(
            PKCS12_create(passphrase, "client", key.get(), shown.get(), nullptr, 0, 0, 0, 0, 0));
        const bio_ptr out(BIO_new_file(pkcs12().c_str(), "wb"));
        BOOST_TEST_REQUIRE((bundle && i2d_PKCS12_bio(out.get(), bundle.get()) == 1));
    }

    std::filesystem::path folder() const { return service_.ca_file().parent_path(); }

    std::string certificate() const { return (folder() / "client.pem").string(); }

    std::string encrypted_key() const { return (folder() / "encrypted.key").string(); }

    std::string pkcs12() const { return (folder() / "client.p12").string(); }

    tls_options trusting() const { return tls_options().ca_file(service_.ca_file().string()); }

    bool lets_in(const tls_options& shown) const
    {
        asio::io_context context(1);
        const client c(context, options_for(service_).tls(shown));
        return run(context, list_accounts(c)).has_value();
    }

private:
    emulator::background_server service_{emulator::options().require_client_certificate(true)};
};

std::string content_of(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/** The error of a client that is made with these options. */
std::string refusal_of(const tls_options& shown)
{
    asio::io_context context(1);
    try {
        const client made(context, client_options(secret(api_token)).tls(shown));
    } catch (const exception& refusal) {
        BOOST_TEST(refusal.reason().code() == errc::invalid_argument);
        return refusal.what();
    }
    return "not refused";
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_identity)

BOOST_AUTO_TEST_CASE(encrypted_key_is_decrypted_with_its_passphrase)
{
    const strict_service service;
    const auto from_file =
        service.trusting().client_certificate_file(service.certificate(), service.encrypted_key());
    const auto from_memory = service.trusting().client_certificate_pem(
        content_of(service.certificate()), secret(content_of(service.encrypted_key())));
    for (const auto& shown : {from_file, from_memory}) {
        BOOST_TEST(service.lets_in(tls_options(shown).client_key_passphrase(secret(passphrase))));
        BOOST_TEST(contains(refusal_of(shown), "is encrypted, and client_key_passphrase is not set"));
        const std::string wrong =
            refusal_of(tls_options(shown).client_key_passphrase(secret("incorrect horse")));
        BOOST_TEST(contains(wrong, "cannot be decrypted with client_key_passphrase"));
        BOOST_TEST(!contains(wrong, "horse"));
    }
}

BOOST_AUTO_TEST_CASE(certificate_and_key_come_from_a_pkcs12_file)
{
    const strict_service service;
    const auto shown = [&service](const char* with) {
        return service.trusting().client_pkcs12_file(service.pkcs12(), secret(with));
    };
    BOOST_TEST(service.lets_in(shown(passphrase)));
    const std::string wrong = refusal_of(shown("incorrect horse"));
    BOOST_TEST(contains(wrong, "cannot be opened with the passphrase of client_pkcs12_file"));
    BOOST_TEST(contains(wrong, service.pkcs12()));
    BOOST_TEST(!contains(wrong, "horse"));
    BOOST_TEST(contains(refusal_of(service.trusting().client_pkcs12_file(service.certificate(), secret())),
                        "cannot be read as PKCS#12"));
    BOOST_TEST(contains(refusal_of(service.trusting().client_pkcs12_file("no/such.p12", secret())),
                        "No such file or directory"));
}

BOOST_AUTO_TEST_SUITE_END()
