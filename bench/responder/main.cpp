// The far end of the benchmarks: one thread, epoll and OpenSSL, an answer that was made beforehand. It only
// looks for the end of a request, so that it is always faster than the client.
#include "emulator/server/certificate.hpp"
#include "emulator/service/fake_jwt.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

namespace {

constexpr unsigned longest_life_seconds = 3600;

[[noreturn]] void give_up(std::string_view why)
{
    std::cerr << "responder: " << why << '\n';
    std::exit(1);
}

constexpr std::string_view answered_email = "user000042@example.com";

/** The account as the service describes it. */
std::string make_answer()
{
    const auto issued = std::chrono::system_clock::now();
    const std::string token =
        useapi::emulator::fake_jwt(answered_email, useapi::emulator::fake_account_id(answered_email), issued,
                                   issued + std::chrono::hours(24 * 30));
    const std::string body = R"({"email":")" + std::string(answered_email) +
                             R"(","password":"…","maxJobs":5,"jwt":{"token":")" + token +
                             R"(","exp":1734858598.864,"iat":1732266598.864,"id":1234567}})";
    return "HTTP/1.1 200 OK\r\nDate: Sun, 22 Dec 2024 09:09:58 GMT\r\nContent-Type: application/json; "
           "charset=utf-8\r\nContent-Length: " +
           std::to_string(body.size()) +
           "\r\nConnection: keep-alive\r\nServer: cloudflare\r\nCF-RAY: 8f5f3d2b1a0c9e7d-FRA\r\n"
           "cf-cache-status: DYNAMIC\r\n\r\n" +
           body;
}

class session
{
public:
    session(SSL_CTX* context, int socket) : socket_(socket), tls_(SSL_new(context))
    {
        SSL_set_fd(tls_, socket);
        SSL_set_accept_state(tls_);
    }

    ~session()
    {
        SSL_free(tls_);
        ::close(socket_);
    }

    session(const session&) = delete;
    session& operator=(const session&) = delete;

    /** Returns false when the session is over. */
    bool serve(std::string& answer, std::size_t email_at)
    {
        for (;;) {
            const int read =
                SSL_read(tls_, request_.data() + filled_, static_cast<int>(request_.size() - filled_));
            if (read <= 0)
                return SSL_get_error(tls_, read) == SSL_ERROR_WANT_READ;
            filled_ += static_cast<std::size_t>(read);
            if (is_complete()) {
                name_account(answer, email_at);
                filled_ = 0;
                if (SSL_write(tls_, answer.data(), static_cast<int>(answer.size())) <= 0)
                    return false;
            }
            if (filled_ == request_.size())
                return false;
            // epoll reports bytes that are not here yet; asking for them would cost a system call.
            if (SSL_has_pending(tls_) == 0)
                return true;
        }
    }

private:
    /** Puts the account of the request into the answer, because clients refuse an answer about another one.
        All emails of a benchmark have the same length. */
    void name_account(std::string& answer, std::size_t email_at) const
    {
        static constexpr std::string_view before = "/accounts/";
        const std::string_view seen(request_.data(), filled_);
        const std::size_t found = seen.find(before);
        if (found != std::string_view::npos)
            answer.replace(email_at, answered_email.size(),
                           seen.substr(found + before.size(), answered_email.size()));
    }

    bool is_complete() const noexcept
    {
        const std::string_view seen(request_.data(), filled_);
        const std::size_t end = seen.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return false;
        static constexpr std::string_view name = "\r\ncontent-length: ";
        const auto found = std::search(
            seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(end), name.begin(), name.end(),
            [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
        const std::size_t at = static_cast<std::size_t>(found - seen.begin()) + name.size();
        std::size_t length = 0;
        if (at < end)
            std::from_chars(seen.data() + at, seen.data() + end, length);
        return filled_ >= end + 4 + length;
    }

    int socket_;
    SSL* tls_;
    std::array<char, 8192> request_;
    std::size_t filled_ = 0;
};

SSL_CTX* make_context(const useapi::emulator::certificate_set& made)
{
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    BIO* const certificate =
        BIO_new_mem_buf(made.certificate.data(), static_cast<int>(made.certificate.size()));
    BIO* const key = BIO_new_mem_buf(made.key.data(), static_cast<int>(made.key.size()));
    X509* const parsed = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
    EVP_PKEY* const parsed_key = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    if (SSL_CTX_use_certificate(context, parsed) != 1 || SSL_CTX_use_PrivateKey(context, parsed_key) != 1)
        give_up("cannot use the certificate");
    X509_free(parsed);
    EVP_PKEY_free(parsed_key);
    BIO_free(certificate);
    BIO_free(key);
    SSL_CTX_set_read_ahead(context, 1);
    static constexpr unsigned char id[] = "bench";
    SSL_CTX_set_session_id_context(context, id, sizeof id);
    // Uses only tickets, so that there is no look-up and no lock.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(
        context,
        [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered, unsigned count,
           void*) {
            static constexpr unsigned char http11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
            unsigned char* chosen = nullptr;
            if (SSL_select_next_proto(&chosen, size, http11, sizeof http11, offered, count) !=
                OPENSSL_NPN_NEGOTIATED)
                return SSL_TLSEXT_ERR_NOACK;
            *out = chosen;
            return SSL_TLSEXT_ERR_OK;
        },
        nullptr);
    return context;
}

int listen_on_loopback(std::uint16_t& port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::listen(listener, SOMAXCONN) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        give_up("cannot listen on 127.0.0.1");
    port = ntohs(address.sin_port);
    return listener;
}

void add(int epoll, int socket, void* what)
{
    epoll_event wanted{};
    wanted.events = EPOLLIN | EPOLLET;
    wanted.data.ptr = what;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &wanted);
}

[[noreturn]] void serve(int listener, SSL_CTX* context, bool stays_awake)
{
    std::string answer = make_answer();
    const std::size_t email_at = answer.find(answered_email);
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    add(epoll, listener, nullptr);
    std::array<epoll_event, 256> events;
    int sessions = 0;
    for (;;) {
        const int longest_wait = stays_awake && sessions != 0 ? 0 : -1;
        const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), longest_wait);
        for (int i = 0; i < ready; ++i) {
            auto* const told = static_cast<session*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (told && !told->serve(answer, email_at)) {
                delete told; // NOLINT: owned by epoll
                --sessions;
            }
            if (told)
                continue;
            for (int socket;
                 (socket = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
                const int yes = 1;
                ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                add(epoll, socket, new session(context, socket)); // NOLINT: owned by epoll
                ++sessions;
            }
        }
    }
}

void write_file(const std::string& path, const std::string& text)
{
    // Writes another file first: a reader that waits for this one must not see a part of it.
    std::ofstream(path + ".new") << text;
    if (std::rename((path + ".new").c_str(), path.c_str()) != 0)
        give_up("cannot write " + path);
}

} // namespace

int main(int argc, char** argv)
{
    const bool stays_awake = argc == 4 && argv[3] == std::string_view("--awake");
    if (argc != 3 && !stays_awake) {
        std::cerr << "usage: useapi_bench_responder CA-FILE PORT-FILE [--awake]\n";
        return 2;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGPIPE, SIG_IGN);
    ::alarm(longest_life_seconds);
    const auto made = useapi::emulator::make_certificates({});
    std::uint16_t port = 0;
    const int listener = listen_on_loopback(port);
    write_file(argv[1], made.ca);
    write_file(argv[2], std::to_string(port) + '\n');
    serve(listener, make_context(made), stays_awake);
}
