#include "http/connection.hpp"

#include <useapi/secret.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

connection::connection(std::unique_ptr<byte_stream> stream, const connection_limits& limits)
    : stream_(std::move(stream)), reader_(limits.header, limits.body)
{
}

void connection::async_exchange(exchange& what, std::uint64_t ticket)
{
    // A dispatch could run other work of the strand inside the caller as well, even this exchange's end.
    if (get_executor().running_in_this_thread())
        start(what, ticket);
    else
        asio::post(get_executor(), [self = shared_from_this(), &what, ticket] { self->start(what, ticket); });
}

void connection::cancel(std::uint64_t ticket)
{
    // Noted at once, for an exchange whose start is still on its way to the strand.
    cancelled_ticket_ = ticket;
    asio::post(get_executor(), [self = shared_from_this(), ticket] {
        if (self->exchange_ && self->ticket_ == ticket && self->exchange_->outcome.sent) {
            self->cancelled_ = true;
            self->stream_->close();
        }
    });
}

void connection::close() noexcept
{
    // Never inside the caller, who may hold a lock that work on this strand wants.
    asio::post(get_executor(), [self = shared_from_this()] { self->stream_->close(); });
}

void connection::start(exchange& what, std::uint64_t ticket)
{
    exchange_ = &what;
    ticket_ = ticket;
    what.outcome = {};
    if (cancelled_ticket_ == ticket) {
        what.outcome.reusable = true;
        // The maker may be in the middle of handing the exchange over.
        asio::post(get_executor(), [self = shared_from_this()] { self->finish(errc::cancelled); });
        return;
    }
    cancelled_ = false;
    reader_.start(what.is_head());
    what.append_request(wire_, scratch_);
    wipe(scratch_);
    what.outcome.sent = true;
    writing_ = true;
    stream_->async_write(wire_, shared_from_this());
}

void connection::on_io(error_code ec, std::size_t transferred)
{
    exchange_->outcome.cause = ec;
    if (std::exchange(writing_, false)) {
        wipe(wire_);
        if (cancelled_)
            finish(errc::cancelled);
        else if (ec)
            finish(errc::connection_lost);
        else
            read();
        return;
    }
    if (cancelled_) {
        finish(errc::cancelled);
        return;
    }
    if (ec == errc::client_certificate_rejected) {
        // Its side of the handshake never ended, and so it never looked at the request.
        exchange_->outcome.sent = false;
        finish(errc::client_certificate_rejected);
        return;
    }
    if (!ec)
        reader_.on_bytes(transferred);
    else if (ec == asio::error::eof)
        reader_.on_end();
    else
        reader_.on_lost();
    if (transferred != 0)
        exchange_->outcome.answered = true;

    if (reader_.done())
        finish(reader_.error());
    else
        read();
}

void connection::read()
{
    stream_->async_read_some(reader_.space(), shared_from_this());
}

void connection::finish(error_code ec)
{
    exchange& ended = *std::exchange(exchange_, nullptr);
    ended.outcome.code = ec;
    if (ended.outcome.sent)
        ended.outcome.reusable = !ec && reader_.keeps_connection() && !stream_->has_unread();
    if (!ended.outcome.reusable)
        stream_->close();
    ended.on_exchanged();
}

} // namespace useapi::http
