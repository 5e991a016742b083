#ifndef USEAPI_SRC_HTTP_TLS_TLS_CHANNEL_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_CHANNEL_HPP

#include "http/connect/stream_socket.hpp"
#include "http/tls/proxy/tls_bio.hpp"
#include "http/tls/socket_bio.hpp"

#include <openssl/ssl.h>

#include <functional>
#include <memory>

namespace useapi::http {

/** A connected socket, and OpenSSL's client end of a TLS connection on it.

    OpenSSL reads from and writes to the socket itself, from the first byte of the handshake on. Asio only
    waits for the socket. All functions are called on the socket's strand.
*/
class tls_channel : public std::enable_shared_from_this<tls_channel>
{
public:
    using handler = std::function<void(const error_code&)>;
    using operation = std::function<int(SSL*)>;

    /** @param context  is held as long as the channel is.
        @throws std::bad_alloc  where OpenSSL has no memory. */
    tls_channel(stream_socket socket, std::shared_ptr<SSL_CTX> context);

    /** A connection inside another one. From now on the outer connection only carries the bytes of this one,
        and this one owns the socket. */
    tls_channel(std::shared_ptr<tls_channel> outer, std::shared_ptr<SSL_CTX> context);
    tls_channel(const tls_channel&) = delete;
    tls_channel& operator=(const tls_channel&) = delete;

    stream_socket& socket() noexcept { return socket_; }

    SSL* tls() const noexcept { return tls_.get(); }

    socket_bio& bio() noexcept { return bio_; }

    /** Makes the handshake, and calls `done` at its end, maybe inside this function. The channel lives until
        then. Closing the socket ends the handshake. */
    void async_handshake(handler done);

    /** Does another operation of OpenSSL in the same way: calls it again after each wait for the socket. */
    void async_perform(operation what, handler done);

    /** Whether received bytes are in OpenSSL's buffers, unread. */
    bool has_pending() const noexcept
    {
        return SSL_has_pending(tls()) != 0 || (outer_ && outer_->has_pending());
    }

    /** Whether an operation waits until the socket takes more. */
    bool wants_write() const noexcept { return SSL_want_write(tls()) || (outer_ && outer_->wants_write()); }

    /** Tells the peer, and an `https://` proxy before it, that no more data comes. Does not wait. */
    void say_end() noexcept;

    /** Call it before an operation of OpenSSL for which `failure_of` may be called. */
    void begin_operation() noexcept;

    /** The error of an operation of OpenSSL that failed, and not because it would have to wait. */
    error_code failure_of(int result) const noexcept;

private:
    struct free_tls
    {
        void operator()(SSL* tls) const noexcept { SSL_free(tls); }
    };

    void set_up();
    void wait(stream_socket::wait_type awaited, operation what, handler done);

    const std::shared_ptr<SSL_CTX> context_;
    const std::shared_ptr<tls_channel> outer_;  ///< null unless this one is inside of another one
    const std::unique_ptr<tls_bio> nested_bio_; ///< in place of `bio_`
    stream_socket socket_;
    socket_bio bio_;
    const std::unique_ptr<SSL, free_tls> tls_; ///< destroyed first, since it uses the others
};

} // namespace useapi::http

#endif
