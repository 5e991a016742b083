#include "http/tls_stream.hpp"

#include "http/tls_verification.hpp"
#include "http/uncounted_wait.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/system_executor.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

/** Before an operation whose failure is going to be looked up. Clearing goes through all entries, peeking at
 * one. */
void forget_old_failures() noexcept
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

/** What OpenSSL reads from and writes to, in place of Asio's pair of buffers: the bytes that came from the
   socket last, and the socket itself. */
class wire
{
public:
    explicit wire(int socket) noexcept : socket_(socket) {}

    /** The bytes are read before any more come. */
    void arrived(std::span<const char> bytes) noexcept { arrived_ = bytes; }

    bool has_unread() const noexcept { return !arrived_.empty(); }

    /** Why the socket took nothing, where it was not for want of room. */
    error_code failure() const noexcept { return failure_; }

    /** Has `tls` use it. Lives longer than what `tls` does from here on. */
    void attach(SSL* tls)
    {
        BIO* const bio = BIO_new(method());
        if (!bio)
            throw std::bad_alloc();
        BIO_set_data(bio, this);
        BIO_set_init(bio, 1);
        SSL_set_bio(tls, bio, bio);
    }

private:
    static const BIO_METHOD* method()
    {
        static const BIO_METHOD* const made = [] {
            BIO_METHOD* const fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "useapi wire");
            if (!fresh)
                throw std::bad_alloc();
            BIO_meth_set_read(fresh, &wire::read);
            BIO_meth_set_write(fresh, &wire::write);
            BIO_meth_set_ctrl(fresh, &wire::control);
            return fresh;
        }();
        return made;
    }

    static int read(BIO* bio, char* space, int size)
    {
        wire& self = *static_cast<wire*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        if (self.arrived_.empty()) {
            BIO_set_retry_read(bio);
            return -1;
        }
        const std::size_t taken = std::min(self.arrived_.size(), static_cast<std::size_t>(size));
        std::memcpy(space, self.arrived_.data(), taken);
        self.arrived_ = self.arrived_.subspan(taken);
        return static_cast<int>(taken);
    }

    static int write(BIO* bio, const char* data, int size)
    {
        wire& self = *static_cast<wire*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        for (;;) {
            const auto sent =
                ::send(self.socket_, data, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent >= 0)
                return static_cast<int>(sent);
            if (errno == EINTR)
                continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK)
                BIO_set_retry_write(bio);
            else
                self.failure_ = error_code(errno, boost::system::system_category());
            return -1;
        }
    }

    static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

    const int socket_;
    std::span<const char> arrived_;
    error_code failure_;
};

/** TLS on a socket whose handshake Asio has done.

    From then on OpenSSL writes to the socket itself and reads what Asio received for it: no copies through
   Asio's buffers in between, a request is handed over in the call that begins its write, and what waits is
   the socket.
*/
class tls_stream final : public byte_stream
{
public:
    tls_stream(std::unique_ptr<tls_socket> socket, connect_report report)
        : executor_(socket->get_executor()), socket_(std::move(socket)), report_(std::move(report)),
          wire_(tcp().native_handle())
    {
        // Asio's default gives OpenSSL's buffers back after every record: some 50 KB a request to no end
        // while the connection is busy.
        SSL_clear_mode(tls(), SSL_MODE_RELEASE_BUFFERS);
        take_over();
    }

    executor_type get_executor() const override { return executor_; }

    const connect_report& report() const noexcept override { return report_; }

    std::optional<error_code> write(std::span<const char> data, std::shared_ptr<handler> target) override
    {
        to_write_ = data;
        const auto ended = write_on();
        if (!ended) {
            ++outstanding_;
            wait_to_write(std::move(target), data.size());
        }
        return ended;
    }

    void async_read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        if (!tcp().is_open())
            return post_closed(std::move(target));
        ++outstanding_;
        space_ = space;
        if (early_failure_ || has_unread())
            asio::post(executor_, [this, target = std::move(target)]() mutable { read(std::move(target)); });
        else
            receive(std::move(target));
    }

    bool has_unread() const noexcept override
    {
        // A record behind the answer's last one, in the same segment: the next exchange would take it for its
        // own answer, and the socket itself knows nothing of it any more.
        return socket_->next_layer().is_open() && (SSL_has_pending(tls()) != 0 || wire_.has_unread());
    }

    void close() noexcept override
    {
        if (!tcp().is_open())
            return;
        if (outstanding_ == 0) {
            // With the peer's part marked as done already, shutting down sends our close_notify and waits for
            // nothing; where the socket has no room for it at once, it goes without.
            SSL_set_shutdown(tls(), SSL_RECEIVED_SHUTDOWN);
            SSL_shutdown(tls());
            ERR_clear_error();
        }
        error_code ignored;
        tcp().close(ignored);
    }

    void watch(std::function<void()> on_readable) override
    {
        if (!uncounted_wait::is_possible || !tcp().is_open())
            return;
        if (outstanding_ == 0)
            give_buffers_back();
        const uncounted_wait wait(executor_.get_inner_executor(), counts_of_a_watch);
        tcp().async_wait(
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
        if (!tcp().is_open())
            return false;
        // Under load it is used again at once. What comes meanwhile could as well come a moment later, and
        // asking costs a system call.
        if (std::chrono::steady_clock::now() < trusted_until_)
            return true;
        char byte = 0;
        const auto received = ::recv(tcp().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

private:
    // A record with all that may surround it.
    static constexpr std::size_t received_at_once = 17 * 1024;

    // In the reactor, and through the socket's strand.
    static constexpr int counts_of_a_watch = 2;

    static constexpr std::chrono::milliseconds trusted_time{1};

    SSL* tls() const noexcept { return socket_->native_handle(); }

    tcp_socket& tcp() const noexcept { return socket_->next_layer(); }

    /** Puts the wire in the place of Asio's buffers, once OpenSSL has taken all that came with the handshake:
       tickets, or an alert. Asio keeps nothing back: OpenSSL asks for more only when it has taken what there
       was. */
    void take_over()
    {
        ERR_clear_error();
        char byte = 0;
        const int peeked = SSL_peek(tls(), &byte, 1);
        if (peeked <= 0 && SSL_get_error(tls(), peeked) != SSL_ERROR_WANT_READ)
            early_failure_ = last_failure(peeked);
        else if (BIO_ctrl_pending(SSL_get_rbio(tls())) != 0)
            early_failure_ =
                error_code(asio::error::connection_reset); // it speaks before it is asked, and at length
        wire_.attach(tls());
        // Otherwise a record is read in two parts.
        SSL_set_read_ahead(tls(), 1);
    }

    /** Why an operation of OpenSSL's ended that wants neither to read nor to write. */
    error_code last_failure(int result) const noexcept
    {
        const int kind = SSL_get_error(tls(), result);
        const auto reason = ERR_get_error();
        if (kind == SSL_ERROR_ZERO_RETURN)
            return asio::error::eof;
        if (wire_.failure())
            return wire_.failure();
        if (reason != 0)
            return error_code(static_cast<int>(reason), asio::error::get_ssl_category());
        return asio::ssl::error::unspecified_system_error;
    }

    /** Nothing where the socket takes no more for now. */
    std::optional<error_code> write_on() noexcept
    {
        // Its number may be another socket's by now.
        if (!tcp().is_open())
            return asio::error::operation_aborted;
        while (!to_write_.empty()) {
            forget_old_failures();
            const int size = static_cast<int>(std::min<std::size_t>(to_write_.size(), INT_MAX));
            const int written = SSL_write(tls(), to_write_.data(), size);
            if (written <= 0) {
                if (SSL_get_error(tls(), written) == SSL_ERROR_WANT_WRITE)
                    return std::nullopt;
                return last_failure(written);
            }
            to_write_ = to_write_.subspan(static_cast<std::size_t>(written));
        }
        return error_code();
    }

    void wait_to_write(std::shared_ptr<handler> target, std::size_t size)
    {
        tcp().async_wait(tcp_socket::wait_write,
                         [this, target = std::move(target), size](const error_code& ec) mutable {
                             const auto ended = ec ? ec : write_on();
                             if (ended)
                                 complete(*ended, *ended ? 0 : size, *target);
                             else
                                 wait_to_write(std::move(target), size);
                         });
    }

    void receive(std::shared_ptr<handler> target)
    {
        if (!received_)
            received_ = std::make_unique_for_overwrite<char[]>(received_at_once);
        tcp().async_receive(
            asio::buffer(received_.get(), received_at_once),
            [this, target = std::move(target)](const error_code& ec, std::size_t size) mutable {
                if (ec == asio::error::eof)
                    return complete(asio::ssl::error::stream_truncated, 0, *target);
                if (ec)
                    return complete(ec, 0, *target);
                if (size < received_at_once)
                    trusted_until_ = std::chrono::steady_clock::now() + trusted_time;
                wire_.arrived({received_.get(), size});
                read(std::move(target));
            });
    }

    void read(std::shared_ptr<handler> target)
    {
        if (early_failure_)
            return complete(*early_failure_, 0, *target);
        if (!tcp().is_open())
            return complete(asio::error::operation_aborted, 0, *target);
        forget_old_failures();
        const int size = static_cast<int>(std::min<std::size_t>(space_.size(), INT_MAX));
        const int taken = SSL_read(tls(), space_.data(), size);
        if (taken > 0) {
            carried_ = true;
            return complete({}, static_cast<std::size_t>(taken), *target);
        }
        switch (SSL_get_error(tls(), taken)) {
        case SSL_ERROR_WANT_READ:
            return receive(std::move(target));
        case SSL_ERROR_WANT_WRITE: // an answer to an update of keys, which finds no room
            tcp().async_wait(tcp_socket::wait_write,
                             [this, target = std::move(target)](const error_code& ec) mutable {
                                 if (ec)
                                     complete(ec, 0, *target);
                                 else
                                     read(std::move(target));
                             });
            return;
        default:
            complete(last_failure(taken), 0, *target);
        }
    }

    /** The target owns this stream, and whoever calls holds the target. */
    void complete(const error_code& ec, std::size_t transferred, handler& target)
    {
        --outstanding_;
        const bool refused = !carried_ && refuses_client_certificate(ec);
        target.on_io(refused ? errc::client_certificate_rejected : ec, transferred);
    }

    void post_closed(std::shared_ptr<handler> target)
    {
        asio::post(executor_,
                   [target = std::move(target)] { target->on_io(asio::error::operation_aborted, 0); });
    }

    /** Of some 50 KB, which an idle connection has no use for; they come back with the next use. */
    void give_buffers_back() noexcept
    {
        SSL_free_buffers(tls());
        received_.reset();
    }

    executor_type executor_;
    const std::unique_ptr<tls_socket> socket_;
    const connect_report report_;
    wire wire_;
    std::unique_ptr<char[]> received_; ///< as it came, encrypted
    std::span<const char> to_write_;
    std::span<char> space_;
    std::optional<error_code> early_failure_;             ///< came with the handshake, or right behind it
    int outstanding_ = 0;                                 ///< reads and writes
    bool carried_ = false;                                ///< a byte came from the peer
    std::chrono::steady_clock::time_point trusted_until_; ///< since the socket was read empty
};

} // namespace

std::unique_ptr<byte_stream> make_tls_stream(std::unique_ptr<tls_socket> socket, connect_report report)
{
    return std::make_unique<tls_stream>(std::move(socket), std::move(report));
}

} // namespace useapi::http
