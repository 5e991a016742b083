#include "integration/client/tls_peer.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

namespace useapi::testing {
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
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using context_ptr = std::unique_ptr<SSL_CTX, freed_by<SSL_CTX_free>>;
using tls_ptr = std::unique_ptr<SSL, freed_by<SSL_free>>;

void require(bool good, const char* step)
{
    if (!good)
        throw std::runtime_error(step);
}

void add_extension(X509* to, int nid, const char* value)
{
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    require(extension && X509_add_ext(to, extension, -1) == 1, "extension");
    X509_EXTENSION_free(extension);
}

/** @param issuer  null for a certificate that signs itself.
    @param alternative_names  null for an authority */
x509_ptr make_certificate(const std::string& organisation, const std::string& name, EVP_PKEY* key,
                          X509* issuer, EVP_PKEY* issuer_key, const char* alternative_names)
{
    static std::atomic<long> serial = 1;
    x509_ptr made(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -24L * 60 * 60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 24L * 60 * 60);
    X509_set_pubkey(made.get(), key);
    X509_NAME* const subject = X509_get_subject_name(made.get());
    for (const auto& [field, value] : {std::pair("O", &organisation), std::pair("CN", &name)})
        require(X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                                           reinterpret_cast<const unsigned char*>(value->data()),
                                           static_cast<int>(value->size()), -1, 0) == 1,
                "name");
    X509_set_issuer_name(made.get(), issuer ? X509_get_subject_name(issuer) : subject);
    add_extension(made.get(), NID_basic_constraints,
                  alternative_names ? "critical,CA:FALSE" : "critical,CA:TRUE");
    if (alternative_names)
        add_extension(made.get(), NID_subject_alt_name, alternative_names);
    require(X509_sign(made.get(), issuer_key, EVP_sha256()) != 0, "signature");
    return made;
}

template <class Write>
std::string pem(Write write)
{
    const bio_ptr memory(BIO_new(BIO_s_mem()));
    require(write(memory.get()) == 1, "PEM");
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate)
{
    return pem([certificate](BIO* to) { return PEM_write_bio_X509(to, certificate); });
}

x509_ptr read_certificate(const std::string& text)
{
    const bio_ptr memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    return x509_ptr(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
}

context_ptr make_context(const certificate_chain& shown, const std::function<void(SSL_CTX*)>& set_up)
{
    context_ptr made(SSL_CTX_new(TLS_server_method()));
    const bio_ptr memory(BIO_new_mem_buf(shown.key.data(), static_cast<int>(shown.key.size())));
    const key_ptr key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    require(SSL_CTX_use_certificate(made.get(), read_certificate(shown.leaf).get()) == 1 &&
                SSL_CTX_use_PrivateKey(made.get(), key.get()) == 1 &&
                SSL_CTX_add1_chain_cert(made.get(), read_certificate(shown.intermediate).get()) == 1,
            "server certificate");
    if (set_up)
        set_up(made.get());
    return made;
}

/** Reads a request up to its empty line, and answers it. */
void serve(SSL* tls)
{
    std::string head;
    std::array<char, 4096> bytes{};
    while (head.find("\r\n\r\n") == std::string::npos) {
        const int size = SSL_read(tls, bytes.data(), static_cast<int>(bytes.size()));
        if (size <= 0)
            return;
        head.append(bytes.data(), static_cast<std::size_t>(size));
    }
    static constexpr std::string_view answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: "
        "close\r\n\r\n{}";
    SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
    SSL_shutdown(tls);
}

} // namespace

certificate_chain make_certificate_chain(const std::string& organisation, const std::string& names)
{
    const key_ptr root_key(EVP_EC_gen("P-256"));
    const key_ptr intermediate_key(EVP_EC_gen("P-256"));
    const key_ptr key(EVP_EC_gen("P-256"));
    const auto root =
        make_certificate(organisation, "root", root_key.get(), nullptr, root_key.get(), nullptr);
    const auto intermediate = make_certificate(organisation, "intermediate", intermediate_key.get(),
                                               root.get(), root_key.get(), nullptr);
    const auto leaf = make_certificate(organisation, "leaf", key.get(), intermediate.get(),
                                       intermediate_key.get(), names.c_str());
    return {pem_of(root.get()), pem_of(intermediate.get()), pem_of(leaf.get()), pem([&key](BIO* to) {
                return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

class tls_peer::impl
{
public:
    impl(const certificate_chain& shown, const std::function<void(SSL_CTX*)>& set_up, std::uint8_t loopback,
         std::uint16_t port)
        : context_(make_context(shown, set_up)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(0x7f000000U + loopback);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        require(listener_ >= 0 && ::bind(listener_, generic, size) == 0 && ::listen(listener_, 16) == 0 &&
                    ::getsockname(listener_, generic, &size) == 0,
                "listener");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { accept(); });
    }

    ~impl()
    {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    std::uint16_t port() const noexcept { return port_; }

    void break_handshakes() noexcept { breaks_handshakes_ = true; }

    tls_peer_statistics statistics() const
    {
        const std::lock_guard lock(mutex_);
        return seen_;
    }

private:
    void accept()
    {
        // OpenSSL writes to sockets whose other end may be gone.
        sigset_t broken_pipe;
        ::sigemptyset(&broken_pipe);
        ::sigaddset(&broken_pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        for (;;) {
            const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                return;
            {
                const std::lock_guard lock(mutex_);
                ++seen_.connections;
            }
            // A client that disappears must not hold up the thread.
            const timeval limit{5, 0};
            ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
            if (!breaks_handshakes_)
                handshake(socket);
            ::close(socket);
            ERR_clear_error();
        }
    }

    void handshake(int socket)
    {
        const tls_ptr tls(SSL_new(context_.get()));
        SSL_set_fd(tls.get(), socket);
        if (SSL_accept(tls.get()) != 1)
            return;
        {
            const char* const name = SSL_get_servername(tls.get(), TLSEXT_NAMETYPE_host_name);
            const std::lock_guard lock(mutex_);
            ++seen_.handshakes;
            seen_.resumed += SSL_session_reused(tls.get()) == 1;
            seen_.server_names.emplace_back(name ? name : "");
        }
        serve(tls.get());
    }

    const context_ptr context_;
    const int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> breaks_handshakes_ = false;
    mutable std::mutex mutex_;
    tls_peer_statistics seen_;
    std::thread thread_;
};

tls_peer::tls_peer(const certificate_chain& shown, std::function<void(SSL_CTX*)> set_up,
                   std::uint8_t loopback, std::uint16_t port)
    : impl_(std::make_unique<impl>(shown, set_up, loopback, port))
{
}

tls_peer::~tls_peer() = default;

std::uint16_t tls_peer::port() const noexcept
{
    return impl_->port();
}

void tls_peer::break_handshakes() noexcept
{
    impl_->break_handshakes();
}

tls_peer_statistics tls_peer::statistics() const
{
    return impl_->statistics();
}

} // namespace useapi::testing
