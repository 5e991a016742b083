// The least work that a client can do: OpenSSL on sockets with epoll, one buffer for each connection, a
// request that is patched, an answer that is read to its length but not parsed. One system call sends, one
// receives.
#include "frame/account_request.hpp"
#include "frame/frame.hpp"

#include <openssl/ssl.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace bench {
namespace {

using clock_type = phase::clock;

class connection
{
public:
    connection(SSL_CTX* context, std::uint16_t port)
        : request_(whole_request(email(0))), in_path_(request_.find(digits_of_zero)),
          in_body_(request_.rfind(digits_of_zero)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const int yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        sockaddr_in peer{};
        peer.sin_family = AF_INET;
        peer.sin_port = htons(port);
        peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0)
            give_up("cannot connect");
        tls_ = SSL_new(context);
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_), host.data());
        SSL_set_fd(tls_, socket_);
        if (SSL_connect(tls_) != 1)
            give_up("the TLS handshake failed");
        ::fcntl(socket_, F_SETFL, O_NONBLOCK);
    }

    int socket() const noexcept { return socket_; }

    void send(std::size_t index, clock_type::time_point when)
    {
        meant = when;
        for (std::size_t digit = digits_of_zero.size(); digit-- != 0; index /= 10)
            request_[in_path_ + digit] = request_[in_body_ + digit] = static_cast<char>('0' + index % 10);
        filled_ = expected_ = 0;
        // The request fits into the socket's buffer, which is empty.
        if (SSL_write(tls_, request_.data(), static_cast<int>(request_.size())) <= 0)
            give_up("cannot write");
    }

    /** Whether the answer is complete. */
    bool receive()
    {
        const int read = SSL_read(tls_, answer_.data() + filled_, static_cast<int>(answer_.size() - filled_));
        if (read <= 0) {
            if (SSL_get_error(tls_, read) != SSL_ERROR_WANT_READ)
                give_up("the connection was lost");
            return false;
        }
        filled_ += static_cast<std::size_t>(read);
        if (expected_ == 0)
            measure_answer();
        return expected_ != 0 && filled_ >= expected_;
    }

    clock_type::time_point meant;

private:
    void measure_answer()
    {
        const std::string_view seen(answer_.data(), filled_);
        const std::size_t end = seen.find("\r\n\r\n");
        const std::size_t length = seen.find("Content-Length: ");
        if (end == std::string_view::npos || length == std::string_view::npos)
            return;
        if (!seen.starts_with("HTTP/1.1 200"))
            give_up("not the answer that was hoped for");
        std::from_chars(seen.data() + length + 16, seen.data() + end, expected_);
        expected_ += end + 4;
    }

    static constexpr std::string_view digits_of_zero = "000000";

    std::string request_;
    std::size_t in_path_;
    std::size_t in_body_;
    int socket_;
    SSL* tls_ = nullptr;
    std::array<char, 4096> answer_;
    std::size_t filled_ = 0;
    std::size_t expected_ = 0;
};

class floor_client final : public client
{
public:
    explicit floor_client(const job& todo)
        : context_(SSL_CTX_new(TLS_client_method())), epoll_(::epoll_create1(EPOLL_CLOEXEC))
    {
        if (SSL_CTX_load_verify_file(context_, todo.ca_file.c_str()) != 1)
            give_up("cannot read the CA file");
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        // Otherwise a record takes two system calls: one for its header, one for the rest.
        SSL_CTX_set_read_ahead(context_, 1);
        for (std::size_t i = 0; i < todo.connections; ++i) {
            connections_.push_back(std::make_unique<connection>(context_, todo.port));
            epoll_event wanted{};
            wanted.events = EPOLLIN | EPOLLET;
            wanted.data.ptr = connections_.back().get();
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_.back()->socket(), &wanted);
        }
    }

    void run(phase& what) override
    {
        for (const auto& each : connections_)
            begin(*each, what);
        std::array<epoll_event, 128> events;
        while (running_ != 0 || !waiting_.empty()) {
            const int ready = wait(events);
            for (int i = 0; i < ready; ++i) {
                auto& told = *static_cast<connection*>(events[static_cast<std::size_t>(i)].data.ptr);
                if (!told.receive())
                    continue;
                --running_;
                what.done(told.meant);
                begin(told, what);
            }
            while (!waiting_.empty() && waiting_.front()->meant <= clock_type::now()) {
                send(*waiting_.front(), waiting_.front()->meant);
                waiting_.pop_front();
            }
        }
    }

    void rest(std::chrono::milliseconds) override {}

private:
    void begin(connection& free, phase& what)
    {
        clock_type::time_point meant;
        if (!what.take(meant))
            return;
        if (what.is_paced()) {
            free.meant = meant;
            waiting_.push_back(&free);
        } else {
            send(free, meant);
        }
    }

    void send(connection& free, clock_type::time_point meant)
    {
        ++running_;
        free.send(sent_++, meant);
    }

    int wait(std::array<epoll_event, 128>& events) const
    {
        const int size = static_cast<int>(events.size());
        if (waiting_.empty())
            return ::epoll_wait(epoll_, events.data(), size, -1);
        const std::chrono::nanoseconds left =
            std::max(std::chrono::nanoseconds::zero(),
                     std::chrono::nanoseconds(waiting_.front()->meant - clock_type::now()));
        const timespec time{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
        return ::epoll_pwait2(epoll_, events.data(), size, &time, nullptr);
    }

    SSL_CTX* context_;
    int epoll_;
    std::vector<std::unique_ptr<connection>> connections_;
    std::deque<connection*> waiting_; ///< ordered by the time for which they wait
    std::size_t running_ = 0;
    std::size_t sent_ = 0;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    return bench::measure("floor", argc, argv,
                          [](const bench::job& todo) { return std::make_unique<bench::floor_client>(todo); });
}
