#include "http/transaction.hpp"

#include <useapi/errc.hpp>

#include <boost/asio/defer.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

transaction::transaction(owner& of, pool& connections, const connector& clock, bool wants_fresh, bool watched,
                         time_point now) noexcept
    : waiter(wants_fresh), owner_(of), pool_(connections), clock_(clock), now_(now)
{
    is_watched = watched;
}

/** Asks for a connection. @return whether the transaction goes on; if not, it has ended */
bool transaction::acquire()
{
    // Once this object is queued, another thread may serve and end it.
    const auto held = owner_.hold();
    if (pool_.acquire(*this, now_) == pool::answer::queued) {
        held->on_queued();
        return true;
    }
    return granted && begin_exchange(connection::beginning::by_and_by);
}

bool transaction::begin_exchange(connection::beginning when)
{
    if (!owner_.may_exchange(granted, now_)) {
        granted.release(now_);
        return false;
    }
    granted->async_exchange(*this, granted.ticket(), when);
    return true;
}

void transaction::on_served() noexcept
{
    if (!granted)
        return post_end();
    asio::post(clock_.context(), [this, held = owner_.hold()] {
        now_ = clock_.now();
        if (!begin_exchange(connection::beginning::at_once))
            held->on_ended();
    });
}

void transaction::on_sent() noexcept
{
    sent_at_ = clock_.now();
    happened(request_sent);
}

void transaction::on_first_byte() noexcept
{
    first_byte_at_ = clock_.now();
    happened(first_byte);
}

void transaction::on_exchanged() noexcept
{
    now_ = clock_.now();
    happened(exchange_ended);
}

void transaction::happened(news what)
{
    // Deferred: the thread leaves the strand at once and goes on with this on the io_context. Waking another
    // thread would cost more than it gains.
    if (news_.fetch_or(what, std::memory_order_acq_rel) == 0)
        asio::defer(clock_.context(), [this, held = owner_.hold()] { tell_owner(); });
}

void transaction::tell_owner()
{
    unsigned told = 0;
    for (unsigned known = news_.load(std::memory_order_acquire);;) {
        const unsigned untold = known & ~std::exchange(told, known);
        if (untold & request_sent)
            owner_.on_sent(sent_at_);
        if (untold & first_byte)
            owner_.on_first_byte(first_byte_at_);
        if (known & exchange_ended) {
            news_.store(0, std::memory_order_relaxed);
            return end_exchange();
        }
        if (news_.compare_exchange_strong(known, 0, std::memory_order_acq_rel))
            return;
    }
}

void transaction::end_exchange()
{
    if (!exchange::outcome.sent && found_connection_dead()) {
        const bool goes_on = owner_.may_replace(now_);
        granted.discard_with_siblings();
        insist_on_fresh();
        if (goes_on && acquire())
            return;
    }
    owner_.on_ended();
}

bool transaction::found_connection_dead() const noexcept
{
    const exchange_outcome& how = exchange::outcome;
    return granted && granted.reused() && how.code == errc::connection_lost && !how.answered;
}

void transaction::cancel_wait() noexcept
{
    if (pool_.cancel(*this))
        post_end();
}

void transaction::post_end()
{
    asio::post(clock_.context(), [this, held = owner_.hold()] {
        now_ = clock_.now();
        held->on_ended();
    });
}

void transaction::give_back() noexcept
{
    if (exchange::outcome.reusable)
        granted.release(now_);
    else if (found_connection_dead())
        granted.discard_with_siblings();
    else
        granted.discard();
}

} // namespace useapi::http
