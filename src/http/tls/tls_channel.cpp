#include "http/tls/tls_channel.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>

#include <new>
#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

tls_channel::tls_channel(stream_socket socket, std::shared_ptr<SSL_CTX> context)
    : context_(std::move(context)), socket_(std::move(socket)), bio_(socket_.native_handle()),
      tls_(SSL_new(context_.get()))
{
    set_up();
    bio_.attach(tls());
}

tls_channel::tls_channel(std::shared_ptr<tls_channel> outer, std::shared_ptr<SSL_CTX> context)
    : context_(std::move(context)), outer_(std::move(outer)), nested_bio_(std::make_unique<tls_bio>(*outer_)),
      socket_(std::move(outer_->socket_)), bio_(socket_.native_handle()), tls_(SSL_new(context_.get()))
{
    set_up();
    nested_bio_->attach(tls());
}

void tls_channel::set_up()
{
    if (!tls_)
        throw std::bad_alloc();
    SSL_set_connect_state(tls());
    SSL_set_mode(tls(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // Otherwise a record is read in two parts.
    SSL_set_read_ahead(tls(), 1);
}

void tls_channel::async_handshake(handler done)
{
    async_perform(SSL_do_handshake, std::move(done));
}

void tls_channel::async_perform(operation what, handler done)
{
    // The descriptor of a closed socket may belong to another one by now.
    if (!socket_.is_open()) {
        done(asio::error::operation_aborted);
        return;
    }
    begin_operation();
    const int result = what(tls());
    if (result > 0) {
        done(error_code());
        return;
    }
    switch (SSL_get_error(tls(), result)) {
    case SSL_ERROR_WANT_READ:
        wait(stream_socket::wait_read, std::move(what), std::move(done));
        break;
    case SSL_ERROR_WANT_WRITE:
        wait(stream_socket::wait_write, std::move(what), std::move(done));
        break;
    default:
        done(failure_of(result));
    }
}

void tls_channel::wait(stream_socket::wait_type awaited, operation what, handler done)
{
    socket_.async_wait(awaited, [self = shared_from_this(), what = std::move(what),
                                 done = std::move(done)](const error_code& ec) mutable {
        if (ec)
            done(ec);
        else
            self->async_perform(std::move(what), std::move(done));
    });
}

void tls_channel::say_end() noexcept
{
    // With the peer's close_notify marked as received, SSL_shutdown only sends ours and does not wait. If the
    // socket has no room for it, it is not sent.
    SSL_set_shutdown(tls(), SSL_RECEIVED_SHUTDOWN);
    SSL_shutdown(tls());
    ERR_clear_error();
    if (outer_)
        outer_->say_end();
}

void tls_channel::begin_operation() noexcept
{
    // Clearing goes through all entries of the queue, peeking looks at one.
    if (ERR_peek_error() != 0)
        ERR_clear_error();
    bio_.begin();
}

error_code tls_channel::failure_of(int result) const noexcept
{
    const int kind = SSL_get_error(tls(), result);
    const auto reason = ERR_get_error();
    if (kind == SSL_ERROR_ZERO_RETURN)
        return asio::error::eof;
    if (const error_code failure = nested_bio_ ? nested_bio_->failure() : bio_.failure())
        return failure;
    if (reason != 0)
        return error_code(static_cast<int>(reason), asio::error::get_ssl_category());
    return asio::ssl::error::unspecified_system_error;
}

} // namespace useapi::http
