#include "http/tls/tls_identity.hpp"

#include "http/tls/tls_option_fault.hpp"

#include <boost/asio/buffer.hpp>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

template <auto Free>
struct freed_with
{
    template <class T>
    void operator()(T* object) const noexcept
    {
        Free(object);
    }
};

void free_certificates(STACK_OF(X509) * certificates) noexcept
{
    sk_X509_pop_free(certificates, X509_free);
}

/** Answers when OpenSSL asks for the passphrase of a key. Without it, OpenSSL asks at the terminal. */
class passphrase_answer
{
public:
    passphrase_answer(SSL_CTX* context, const secret& passphrase) : context_(context), passphrase_(passphrase)
    {
        SSL_CTX_set_default_passwd_cb(context_, &passphrase_answer::answer);
        SSL_CTX_set_default_passwd_cb_userdata(context_, this);
    }

    passphrase_answer(const passphrase_answer&) = delete;
    passphrase_answer& operator=(const passphrase_answer&) = delete;

    ~passphrase_answer()
    {
        SSL_CTX_set_default_passwd_cb(context_, nullptr);
        SSL_CTX_set_default_passwd_cb_userdata(context_, nullptr); // Asio would delete it with the context
    }

    /** Why a key could not be used. */
    std::string problem(std::string_view otherwise) const
    {
        if (!asked_)
            return std::string(otherwise);
        return passphrase_.empty() ? "is encrypted, and client_key_passphrase is not set"
                                   : "cannot be decrypted with client_key_passphrase";
    }

private:
    static int answer(char* space, int size, int, void* self)
    {
        auto& given = *static_cast<passphrase_answer*>(self);
        given.asked_ = true;
        const std::string_view text = given.passphrase_.reveal();
        if (text.empty() || text.size() > static_cast<std::size_t>(size))
            return -1;
        std::copy(text.begin(), text.end(), space);
        return static_cast<int>(text.size());
    }

    SSL_CTX* const context_;
    const secret& passphrase_;
    bool asked_ = false;
};

void show_certificate_of_files(ssl::context& context, const tls_options& options)
{
    const passphrase_answer answer(context.native_handle(), options.key_passphrase());
    error_code ec;
    context.use_certificate_chain_file(options.certificate_file(), ec);
    if (ec)
        refuse_tls_option("client certificate file '" + options.certificate_file() + "' " +
                          problem_of_file(options.certificate_file(), "PEM certificates"));
    context.use_private_key_file(options.key_file(), ssl::context::pem, ec);
    if (ec)
        refuse_tls_option(
            "client key file '" + options.key_file() + "' " +
            answer.problem("cannot be read as a PEM private key, or does not belong to the certificate"));
}

void show_certificate_of_memory(ssl::context& context, const tls_options& options)
{
    const passphrase_answer answer(context.native_handle(), options.key_passphrase());
    error_code ec;
    context.use_certificate_chain(asio::buffer(options.certificate_pem()), ec);
    if (ec)
        refuse_tls_option("client_certificate_pem holds no PEM certificate");
    const auto key = options.key_pem().reveal();
    context.use_private_key(asio::buffer(key.data(), key.size()), ssl::context::pem, ec);
    if (ec)
        refuse_tls_option("the key of client_certificate_pem " +
                          answer.problem("is not a PEM private key that belongs to the certificate"));
}

void show_certificate_of_pkcs12(SSL_CTX* context, const tls_options& options)
{
    const std::string named = "PKCS#12 file '" + options.pkcs12_file() + "' ";
    const std::unique_ptr<BIO, freed_with<BIO_free_all>> file(
        BIO_new_file(options.pkcs12_file().c_str(), "rb"));
    const std::unique_ptr<PKCS12, freed_with<PKCS12_free>> bundle(file ? d2i_PKCS12_bio(file.get(), nullptr)
                                                                       : nullptr);
    if (!bundle)
        refuse_tls_option(named + problem_of_file(options.pkcs12_file(), "PKCS#12"));
    std::string passphrase(options.key_passphrase().reveal());
    EVP_PKEY* read_key = nullptr;
    X509* read_certificate = nullptr;
    STACK_OF(X509)* read_issuers = nullptr;
    const bool parsed =
        PKCS12_parse(bundle.get(), passphrase.c_str(), &read_key, &read_certificate, &read_issuers) == 1;
    wipe(passphrase);
    const std::unique_ptr<EVP_PKEY, freed_with<EVP_PKEY_free>> key(read_key);
    const std::unique_ptr<X509, freed_with<X509_free>> certificate(read_certificate);
    const std::unique_ptr<STACK_OF(X509), freed_with<free_certificates>> issuers(read_issuers);
    if (!parsed)
        refuse_tls_option(named +
                          (ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_MAC_VERIFY_FAILURE
                               ? "cannot be opened with the passphrase of client_pkcs12_file"
                               : "is encrypted in a way that this OpenSSL does not support, or is broken"));
    if (!key || !certificate ||
        SSL_CTX_use_cert_and_key(context, certificate.get(), key.get(), issuers.get(), 1) != 1)
        refuse_tls_option(named + "holds no certificate with its private key");
}

} // namespace

void show_certificate(ssl::context& context, const tls_options& options)
{
    if (!options.certificate_file().empty())
        show_certificate_of_files(context, options);
    if (!options.certificate_pem().empty())
        show_certificate_of_memory(context, options);
    if (!options.pkcs12_file().empty())
        show_certificate_of_pkcs12(context.native_handle(), options);
}

} // namespace useapi::http
