#include "http/tls_stream.hpp"

#include "http/tls_verification.hpp"
#include "http/uncounted_wait.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/write.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

class tls_stream final : public byte_stream
{
public:
    tls_stream(std::unique_ptr<tls_socket> socket, connect_report report)
        : executor_(socket->get_executor()), socket_(std::move(socket)), report_(std::move(report))
    {
        // Asio's default gives OpenSSL's buffers back after every record: some 50 KB a request to no end
        // while the connection is busy.
        SSL_clear_mode(socket_->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    }

    executor_type get_executor() const override { return executor_; }

    const connect_report& report() const noexcept override { return report_; }

    void async_write(std::span<const char> data, std::shared_ptr<handler> target) override
    {
        if (!socket_->next_layer().is_open())
            return post_closed(std::move(target));
        ++outstanding_;
        asio::async_write(*socket_, asio::buffer(data.data(), data.size()),
                          completion(*this, std::move(target), false));
    }

    void async_read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        if (!socket_->next_layer().is_open())
            return post_closed(std::move(target));
        ++outstanding_;
        socket_->async_read_some(asio::buffer(space.data(), space.size()),
                                 completion(*this, std::move(target), true));
    }

    bool has_unread() const noexcept override
    {
        // A record behind the answer's last one, in the same segment: the next exchange would take it for its
        // own answer, and the socket itself knows nothing of it any more.
        return socket_->next_layer().is_open() &&
               (SSL_has_pending(socket_->native_handle()) != 0 ||
                BIO_ctrl_pending(SSL_get_rbio(socket_->native_handle())) != 0);
    }

    void close() noexcept override
    {
        tcp_socket& tcp = socket_->next_layer();
        if (!tcp.is_open())
            return;
        error_code ignored;
        if (outstanding_ == 0) {
            // With the peer's part marked as done already, shutting down sends our close_notify and waits for
            // nothing; where the socket has no room for it at once, it goes without.
            SSL_set_shutdown(socket_->native_handle(), SSL_RECEIVED_SHUTDOWN);
            tcp.non_blocking(true, ignored);
            socket_->shutdown(ignored);
        }
        tcp.close(ignored);
    }

    void watch(std::function<void()> on_readable) override
    {
        if (!uncounted_wait::is_possible || !socket_->next_layer().is_open())
            return;
        const uncounted_wait wait(executor_.get_inner_executor(), counts_of_a_watch);
        socket_->next_layer().async_wait(
            tcp_socket::wait_read,
            asio::bind_executor(asio::system_executor(),
                                [wait, on_readable = std::move(on_readable)](const error_code& ec) {
                                    wait.ending();
                                    if (!ec)
                                        on_readable();
                                }));
        wait.started();
    }

    bool looks_alive() noexcept override
    {
        if (!socket_->next_layer().is_open())
            return false;
        char byte = 0;
        const auto received =
            ::recv(socket_->next_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

private:
    class completion
    {
    public:
        completion(tls_stream& stream, std::shared_ptr<handler> target, bool reads)
            : stream_(stream), target_(std::move(target)), reads_(reads)
        {
        }

        void operator()(const error_code& ec, std::size_t transferred)
        {
            --stream_.outstanding_;
            stream_.carried_ = stream_.carried_ || (reads_ && transferred != 0);
            const bool refused = !stream_.carried_ && refuses_client_certificate(ec);
            target_->on_io(refused ? errc::client_certificate_rejected : ec, transferred);
        }

    private:
        tls_stream& stream_; // owned by the target
        std::shared_ptr<handler> target_;
        bool reads_;
    };

    void post_closed(std::shared_ptr<handler> target)
    {
        asio::post(executor_,
                   [target = std::move(target)] { target->on_io(asio::error::operation_aborted, 0); });
    }

    // In the reactor, and through the socket's strand.
    static constexpr int counts_of_a_watch = 2;

    executor_type executor_;
    const std::unique_ptr<tls_socket> socket_;
    const connect_report report_;
    int outstanding_ = 0;  ///< reads and writes
    bool carried_ = false; ///< a byte came from the peer
};

} // namespace

std::unique_ptr<byte_stream> make_tls_stream(std::unique_ptr<tls_socket> socket, connect_report report)
{
    return std::make_unique<tls_stream>(std::move(socket), std::move(report));
}

} // namespace useapi::http
