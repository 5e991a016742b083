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

    /** A connection inside of another one, which carries its bytes and has nothing else to do any more. The
       socket is this one's from now on. */
    tls_channel(std::shared_ptr<tls_channel> outer, std::shared_ptr<SSL_CTX> context);
    tls_channel(const tls_channel&) = delete;
    tls_channel& operator=(const tls_channel&) = delete;

    stream_socket& socket() noexcept { return socket_; }

    SSL* tls() const noexcept { return tls_.get(); }

    socket_bio& bio() noexcept { return bio_; }

    /** Makes the handshake, and tells of its end, maybe inside this function. Holds the channel until then.
        Closing the socket ends the handshake. */
    void async_handshake(handler done);

    /** The same for another operation of OpenSSL, which is called again as long as it has to wait. */
    void async_perform(operation what, handler done);

    /** Whether bytes that came lie in here unread. */
    bool has_pending() const noexcept
    {
        return SSL_has_pending(tls()) != 0 || (outer_ && outer_->has_pending());
    }

    /** Whether an operation waits until the socket takes more. */
    bool wants_write() const noexcept { return SSL_want_write(tls()) || (outer_ && outer_->wants_write()); }

    /** Tells the peer, and the proxy around it, that nothing more comes; waits for nothing. */
    void say_end() noexcept;

    /** To be called before an operation of OpenSSL's whose failure is going to be looked up. */
    void begin_operation() noexcept;

    /** Why an operation of OpenSSL's ended that wants neither to read nor to write. */
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
    const std::unique_ptr<SSL, free_tls> tls_; ///< goes first: it uses the others
};

} // namespace useapi::http

#endif
