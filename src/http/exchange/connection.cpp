#include "http/exchange/connection.hpp"

#include <useapi/secret.hpp>

#include <boost/asio/defer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

namespace {

// A request up to this size fits into the buffers below without waiting for the peer, so that reading can
// begin afterwards. While a larger request is being written, the client reads as well: the peer may refuse it
// and not read the rest.
constexpr std::size_t taken_at_once = 16 * 1024;

} // namespace

connection::connection(std::unique_ptr<byte_stream> stream, const connection_limits& limits)
    : stream_(std::move(stream)), reader_(limits.header, limits.body)
{
}

void connection::async_exchange(exchange& what, std::uint64_t ticket, beginning when)
{
    auto begin = [self = shared_from_this(), &what, ticket] { self->start(what, ticket); };
    if (when == beginning::at_once)
        asio::dispatch(get_executor(), std::move(begin));
    else
        asio::post(get_executor(), std::move(begin));
}

void connection::cancel(std::uint64_t ticket)
{
    // Noted at once, because the start of the exchange may still be on its way to the strand.
    cancelled_ticket_ = ticket;
    asio::post(get_executor(), [self = shared_from_this(), ticket] {
        if (self->exchange_ && self->ticket_ == ticket && self->exchange_->outcome.sent) {
            self->cancelled_ = true;
            self->stream_->close();
        }
    });
}

void connection::close(std::function<void()> on_closed) noexcept
{
    // Posted, because the caller may hold a lock that work on this strand needs.
    asio::post(get_executor(), [self = shared_from_this(), on_closed = std::move(on_closed)] {
        self->stream_->close();
        on_closed();
    });
}

void connection::watch(std::function<void()> on_readable)
{
    asio::post(get_executor(), [self = shared_from_this(), on_readable = std::move(on_readable)]() mutable {
        self->watch_stream(std::move(on_readable));
    });
}

void connection::watch_stream(std::function<void()> on_readable)
{
    stream_->watch([watched = weak_from_this(), last_ticket = ticket_, on_readable = std::move(on_readable)] {
        if (const auto self = watched.lock())
            asio::post(self->get_executor(),
                       [self, last_ticket, on_readable] { self->on_readable(last_ticket, on_readable); });
    });
}

/** @param last_ticket  of the last exchange before the watch began: the bytes may have belonged to a later
                        exchange. */
void connection::on_readable(std::uint64_t last_ticket, std::function<void()> on_readable)
{
    if (ticket_ == last_ticket && !exchange_ && !stream_->check_quiet())
        watch_stream(std::move(on_readable));
    else
        on_readable();
}

// `noexcept`, as `take` is: an exchange that an exception left would never end.
void connection::start(exchange& what, std::uint64_t ticket) noexcept
{
    exchange_ = &what;
    ticket_ = ticket;
    what.outcome = {};
    if (cancelled_ticket_ == ticket) {
        what.outcome.reusable = true;
        // Posted, because the caller may not have finished starting the exchange.
        asio::post(get_executor(), [self = shared_from_this()] { self->finish(errc::cancelled); });
        return;
    }
    cancelled_ = written_ = refused_ = false;
    // Bytes that are there before a request are not its answer (RFC 9112 section 9.2).
    if (const error_code why = stream_->check_quiet()) {
        const bool refused = why == errc::client_certificate_rejected;
        const error_code failure = refused ? errc::client_certificate_rejected : errc::connection_lost;
        asio::post(get_executor(), [self = shared_from_this(), failure] { self->finish(failure); });
        return;
    }
    reader_.start(what.is_head());
    what.append_request(wire_, scratch_);
    wipe(scratch_);
    what.outcome.sent = true;
    write();
}

void connection::on_written(error_code ec)
{
    note_written(ec);
    if (reader_.done() || cancelled_)
        end_exchange();
    // If the peer stopped reading, it may have sent the reason.
    else if (!reading_)
        read();
}

void connection::note_written(error_code ec)
{
    writing_ = false;
    wipe(wire_);
    written_ = !ec && !reader_.done() && !cancelled_;
    if (!ec && exchange_->is_watched)
        exchange_->on_sent();
}

void connection::on_io(error_code ec, std::size_t transferred)
{
    reading_ = false;
    if (take({ec, transferred}))
        end_exchange();
    else
        read();
}

void connection::write()
{
    writing_ = true;
    const auto ended =
        stream_->write(wire_, std::shared_ptr<byte_stream::handler>(shared_from_this(), &write_end_));
    const bool may_be_refused_meanwhile = !ended && wire_.size() > taken_at_once;
    if (ended)
        note_written(*ended);
    if (!ended && !may_be_refused_meanwhile)
        return;
    reading_ = true;
    if (!stream_->read_when_readable(reader_.space(), shared_from_this()))
        read_behind_other_work();
}

void connection::read_behind_other_work()
{
    // Reads later, because the answer may have come by then: under load this saves a useless read and a
    // wake-up for each request. It does not use the strand's queue: leaving the strand would post the work
    // and wake an idle thread.
    asio::defer(get_executor().get_inner_executor(), [self = shared_from_this()] {
        asio::dispatch(self->get_executor(), [self] { self->read(); });
    });
}

void connection::read()
{
    for (;;) {
        reading_ = true;
        const auto part = stream_->read_some(reader_.space(), shared_from_this());
        if (!part)
            return;
        reading_ = false;
        if (take(*part))
            return end_exchange();
    }
}

/** Takes received bytes. @return whether the exchange needs no more */
bool connection::take(const byte_stream::received& part) noexcept
{
    exchange_->outcome.cause = part.code;
    refused_ = part.code == errc::client_certificate_rejected;
    if (cancelled_)
        return true;
    if (!part.code)
        reader_.on_bytes(part.size);
    else if (part.code == asio::error::eof)
        reader_.on_end();
    else
        reader_.on_lost();
    if (part.size != 0) {
        exchange_->outcome.received += part.size;
        if (!std::exchange(exchange_->outcome.answered, true) && exchange_->is_watched)
            exchange_->on_first_byte();
    }
    return reader_.done();
}

void connection::end_exchange()
{
    // The stream owns both buffers until its operations have ended.
    if (writing_ || reading_)
        return stream_->close();
    const bool is_cut_off = !reader_.done();
    // A refusal counts once its header is complete, even if the time-out came before its end.
    reader_.on_lost();
    finish(is_cut_off && reader_.error() ? error_code(errc::cancelled) : reader_.error());
}

void connection::finish(error_code ec)
{
    exchange& ended = *std::exchange(exchange_, nullptr);
    ended.outcome.code = ec;
    if (refused_ && ec) {
        // The peer never finished its side of the handshake, so it ignored the request.
        ended.outcome.code = errc::client_certificate_rejected;
        ended.outcome.sent = false;
    }
    if (!ec)
        answered_ticket_ = ticket_;
    if (ended.outcome.sent) {
        ended.outcome.exceeded_limit = reader_.exceeded_limit();
        ended.outcome.reusable = !ec && written_ && reader_.keeps_connection() && !stream_->has_unread() &&
                                 !stream_->is_outdated();
    }
    if (!ended.outcome.reusable)
        stream_->close();
    ended.on_exchanged();
}

} // namespace useapi::http
