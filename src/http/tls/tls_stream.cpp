#include "http/tls/tls_stream.hpp"

#include "http/connect/uncounted_wait.hpp"
#include "http/tls/read_pacing.hpp"
#include "http/tls/tls_verification.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

#include <openssl/ssl.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

/** A TLS connection whose handshake is done. `write` passes a request to the socket before it returns. Only
    operations that have to wait for the peer go through the reactor. */
class tls_stream final : public byte_stream
{
public:
    tls_stream(std::shared_ptr<tls_channel> channel, std::shared_ptr<const tls_context> context,
               connect_report report)
        : executor_(channel->socket().get_executor()), context_(std::move(context)),
          channel_(std::move(channel)), report_(std::move(report))
    {
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

    std::optional<received> read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        space_ = space;
        if (!should_try_read()) {
            wait_without_reading(std::move(target));
            return std::nullopt;
        }
        const auto ended = read_on();
        read_pacing_.note(ended.has_value());
        if (!ended) {
            ++outstanding_;
            wait_to_read(awaited_to_read(), std::move(target));
        }
        return ended;
    }

    bool read_when_readable(std::span<char> space, std::shared_ptr<handler> target) override
    {
        if (should_try_read())
            return false;
        space_ = space;
        wait_without_reading(std::move(target));
        return true;
    }

    bool has_unread() const noexcept override
    {
        // OpenSSL may have read another record together with the last one of the answer. The socket does not
        // show it any more, and the next exchange would take it for its own answer.
        return socket().is_open() && channel_->has_pending();
    }

    bool is_outdated() const noexcept override { return context_ && context_->is_retired(); }

    void close() noexcept override
    {
        if (!socket().is_open())
            return;
        if (outstanding_ == 0)
            channel_->say_end();
        error_code ignored;
        socket().close(ignored);
    }

    void watch(std::function<void()> on_readable) override
    {
        if (!uncounted_wait::is_possible() || !socket().is_open())
            return;
        if (outstanding_ == 0)
            give_buffers_back();
        const uncounted_wait wait(executor_.get_inner_executor(), uncounted_wait::counts_of_a_socket);
        socket().async_wait(
            stream_socket::wait_read,
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
        if (!socket().is_open())
            return false;
        char byte = 0;
        const auto peeked = ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return peeked < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    error_code check_quiet() noexcept override
    {
        if (!socket().is_open())
            return asio::error::operation_aborted;
        if (looks_alive() && !has_unread())
            return {};
        channel_->begin_operation();
        char byte = 0;
        const int peeked = SSL_peek(tls(), &byte, 1);
        if (peeked <= 0 && SSL_get_error(tls(), peeked) != SSL_ERROR_WANT_READ)
            return told(channel_->failure_of(peeked));
        // Half a record may be the beginning of an answer, not only of a session ticket.
        return has_unread() ? error_code(errc::connection_lost) : error_code();
    }

private:
    SSL* tls() const noexcept { return channel_->tls(); }

    stream_socket& socket() const noexcept { return channel_->socket(); }

    /** Nothing if the socket takes no more for now. */
    std::optional<error_code> write_on() noexcept
    {
        // The descriptor of a closed socket may belong to another one by now.
        if (!socket().is_open())
            return asio::error::operation_aborted;
        while (!to_write_.empty()) {
            channel_->begin_operation();
            const int size = static_cast<int>(std::min<std::size_t>(to_write_.size(), INT_MAX));
            const int written = SSL_write(tls(), to_write_.data(), size);
            if (written <= 0) {
                if (SSL_get_error(tls(), written) == SSL_ERROR_WANT_WRITE)
                    return std::nullopt;
                const error_code failure = channel_->failure_of(written);
                // Bytes that the peer has sent can still be read, and then the stream ends. Otherwise both
                // sides could wait for each other: after a failure of this machine, such as ENOBUFS, the peer
                // waits for the rest of the request, and we wait for its answer.
                ::shutdown(socket().native_handle(), SHUT_RD);
                return failure;
            }
            to_write_ = to_write_.subspan(static_cast<std::size_t>(written));
        }
        return error_code();
    }

    void wait_to_write(std::shared_ptr<handler> target, std::size_t size)
    {
        socket().async_wait(stream_socket::wait_write,
                            [this, target = std::move(target), size](const error_code& ec) mutable {
                                const auto ended = ec ? ec : write_on();
                                if (ended)
                                    complete({*ended, *ended ? 0 : size}, *target);
                                else
                                    wait_to_write(std::move(target), size);
                            });
    }

    bool should_try_read() const noexcept
    {
        return read_pacing_.is_due() || !socket().is_open() || has_unread();
    }

    void wait_without_reading(std::shared_ptr<handler> target)
    {
        read_pacing_.skip();
        ++outstanding_;
        wait_to_read(stream_socket::wait_read, std::move(target));
    }

    /** Nothing if the peer has to send more first, or to take more. */
    std::optional<received> read_on() noexcept
    {
        if (!socket().is_open())
            return received{asio::error::operation_aborted};
        channel_->begin_operation();
        const int size = static_cast<int>(std::min<std::size_t>(space_.size(), INT_MAX));
        const int taken = SSL_read(tls(), space_.data(), size);
        if (taken > 0) {
            carried_ = true;
            return received{{}, static_cast<std::size_t>(taken)};
        }
        switch (SSL_get_error(tls(), taken)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE: // a key update has to be answered, and the socket has no room
            return std::nullopt;
        default:
            return received{told(channel_->failure_of(taken))};
        }
    }

    /** The socket event that `wait_to_read` waits for, after `read_on` returned nothing. */
    stream_socket::wait_type awaited_to_read() const noexcept
    {
        return channel_->wants_write() ? stream_socket::wait_write : stream_socket::wait_read;
    }

    void wait_to_read(stream_socket::wait_type awaited, std::shared_ptr<handler> target)
    {
        socket().async_wait(awaited, [this, target = std::move(target)](const error_code& ec) mutable {
            const auto ended = ec ? received{ec} : read_on();
            if (ended)
                complete(*ended, *target);
            else
                wait_to_read(awaited_to_read(), std::move(target));
        });
    }

    /** The target owns this stream. The caller holds the target, so the stream outlives the call. */
    void complete(const received& ended, handler& target)
    {
        --outstanding_;
        target.on_io(ended.code, ended.size);
    }

    error_code told(const error_code& ec) const noexcept
    {
        return !carried_ && refuses_client_certificate(ec) ? errc::client_certificate_rejected : ec;
    }

    /** Frees buffers of some 35 KB, which an idle connection does not need. OpenSSL makes them again with the
        next use. */
    void give_buffers_back() noexcept { SSL_free_buffers(tls()); }

    executor_type executor_;
    const std::shared_ptr<const tls_context> context_;
    const std::shared_ptr<tls_channel> channel_;
    const connect_report report_;
    std::span<const char> to_write_;
    std::span<char> space_;
    int outstanding_ = 0;  ///< reads and writes
    bool carried_ = false; ///< a byte came from the peer
    read_pacing read_pacing_;
};

} // namespace

std::unique_ptr<byte_stream> make_tls_stream(std::shared_ptr<tls_channel> channel,
                                             std::shared_ptr<const tls_context> context,
                                             connect_report report)
{
    return std::make_unique<tls_stream>(std::move(channel), std::move(context), std::move(report));
}

} // namespace useapi::http
