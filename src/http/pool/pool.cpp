#include "http/pool/pool.hpp"

#include "http/pool/lease_slot.hpp"
#include "http/pool/pool_follow_up.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace useapi::http {

pool::pool(const pool_options& options, const connection_limits& limits, std::shared_ptr<connector> connector,
           std::uint64_t seed, std::shared_ptr<pool_listener> listener)
    : limits_(limits), connector_(std::move(connector)), listener_(std::move(listener)), core_(options),
      random_(seed)
{
}

pool::~pool() = default;

pool::answer pool::acquire(waiter& who, time_point now)
{
    for (;;) {
        follow_up work;
        pool_core::answer decided{};
        errc stop_reason{};
        {
            const std::lock_guard lock(mutex_);
            decided = core_.on_acquire(who, now, work.actions);
            stop_reason = stop_reason_;
            prepare(work);
        }
        slot* taken = nullptr;
        if (decided == pool_core::answer::granted) {
            taken = static_cast<slot*>(work.actions.grants.back().slot);
            work.actions.grants.pop_back();
        }
        execute(work);

        switch (decided) {
        case pool_core::answer::queued:
            return answer::queued;
        case pool_core::answer::refused_full:
            who.failure = error(errc::queue_full);
            return answer::served;
        case pool_core::answer::refused_stopped:
            who.failure = error(stop_reason);
            return answer::served;
        case pool_core::answer::granted:
            break;
        }
        who.granted = lease(shared_from_this(), *taken);
        if (taken->connection->is_outdated())
            who.granted.end(lease::fate::outdated);
        else if (is_alive(*taken))
            return answer::served;
        else
            who.granted.end(lease::fate::stale);
    }
}

bool pool::is_alive(slot& granted) noexcept
{
    // A connection that was in use just now is trusted. So is one that may have session tickets to read: only
    // its strand can distinguish them from an end, and the exchange checks again. A watched connection is
    // still checked, because the io_context may not have run for hours.
    return !granted.carried_exchange() || granted.idle_for() < pool_core::trusted_idle_time ||
           granted.connection->looks_alive();
}

bool pool::cancel(waiter& who) noexcept
{
    const std::lock_guard lock(mutex_);
    return core_.on_cancelled(who);
}

void pool::stop(errc reason) noexcept
{
    follow_up work;
    std::vector<std::shared_ptr<connector::attempt>> attempts;
    {
        const std::lock_guard lock(mutex_);
        stop_reason_ = reason;
        core_.on_stopped(work.actions);
        for (const auto& [key, held] : slots_)
            if (held->attempt)
                attempts.push_back(std::move(held->attempt));
        if (sweep_alarm_)
            sweep_alarm_->cancel();
        work.failure = error(reason);
        prepare(work);
    }
    for (const auto& attempt : attempts)
        attempt->cancel();
    execute(work);
}

void pool::abandon() noexcept
{
    std::unordered_map<slot*, std::unique_ptr<slot>> abandoned;
    std::vector<warm_up_request> dropped;
    pool_actions ignored; // the connections are closed below
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    core_.on_stopped(ignored);
    abandoned.swap(slots_);
    dropped.swap(warm_ups_);
    sweep_alarm_.reset();
}

pool::counts pool::count() const
{
    const std::lock_guard lock(mutex_);
    counts now = totals_;
    now.connections = core_.connections();
    now.idle = core_.idle_connections();
    now.waiting = core_.waiting();
    return now;
}

void pool::on_connected(slot& which, std::unique_ptr<byte_stream> stream) noexcept
{
    // Reports it before another call can use the connection and close it.
    if (listener_)
        listener_->on_connected(which.number, stream->report());
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        which.attempt.reset();
        ++totals_.opened;
        totals_.resumed += stream->report().tls_resumed;
        which.connection = std::make_shared<connection>(std::move(stream), limits_);
        core_.on_connected(which, connector_->now(), std::uniform_real_distribution<>()(random_),
                           work.actions);
        prepare(work);
    }
    execute(work);
}

void pool::on_connect_failed(slot& which, error why) noexcept
{
    if (listener_)
        listener_->on_connect_failed(which.number, why);
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        totals_.connect_failures += why.code() != errc::cancelled;
        core_.on_connect_failed(which, connector_->now(), work.actions);
        slots_.erase(&which);
        work.failure = core_.stopped() ? error(stop_reason_) : std::move(why);
        prepare(work);
    }
    execute(work);
}

void pool::on_closed(std::uint64_t number, close_reason why) noexcept
{
    if (listener_)
        listener_->on_closed(number, why);
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        core_.on_closed(work.actions);
        prepare(work);
    }
    execute(work);
}

void pool::on_readable(slot& which, std::uint64_t number, std::uint64_t uses) noexcept
{
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        if (!find(&which, number))
            return;
        core_.on_readable(which, uses, work.actions);
        prepare(work);
    }
    execute(work);
}

void pool::sweep() noexcept
{
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        if (core_.stopped())
            return;
        core_.on_sweep(connector_->now(), work.actions);
        prepare(work);
    }
    execute(work);
}

void pool::end(slot& which, lease::fate how, time_point released) noexcept
{
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        if (abandoned_)
            return;
        if (which.connection->answered(which.uses()))
            which.note_answer(which.connection->response().keep_alive_timeout());
        switch (how) {
        case lease::fate::reusable:
        case lease::fate::broken:
            core_.on_released(which, how == lease::fate::reusable, released, work.actions);
            break;
        case lease::fate::stale:
            --totals_.reused;
            core_.on_released_stale(which, connector_->now(), work.actions);
            break;
        case lease::fate::outdated:
            --totals_.reused;
            core_.on_released_outdated(which, connector_->now(), work.actions);
            break;
        case lease::fate::found_dead:
            core_.on_released_dead(which, connector_->now(), work.actions);
            break;
        }
        prepare(work);
    }
    execute(work);
}

void pool::prepare(follow_up& work)
{
    totals_.peak_waiting = std::max(totals_.peak_waiting, core_.waiting());
    for (const auto& [waiting, granted] : work.actions.grants)
        totals_.reused += granted->reused();
    for (; work.actions.connects != 0; --work.actions.connects) {
        auto made = std::make_unique<slot>(++last_slot_);
        core_.on_connecting(*made);
        work.connecting.push_back(made.get());
        slots_.emplace(made.get(), std::move(made));
    }
    for (const auto& [closed, why] : work.actions.closes) {
        ++totals_.closed[static_cast<std::size_t>(why)];
        const auto found = slots_.find(static_cast<slot*>(closed));
        work.closed.push_back({std::move(found->second), why});
        slots_.erase(found);
    }
    for (pool_slot* const watched : work.actions.watches) {
        slot& which = static_cast<slot&>(*watched);
        work.watches.push_back({which.connection, &which, which.number, which.uses()});
    }
    if (!warm_ups_.empty())
        note_warm(work);
    if (work.actions.sweep_at) {
        if (!sweep_alarm_)
            sweep_alarm_ = connector_->make_background_alarm([self = weak_from_this()] {
                if (const auto swept = self.lock())
                    swept->sweep();
            });
        if (sweep_alarm_)
            sweep_alarm_->set(*work.actions.sweep_at);
    }
}

void pool::execute(follow_up& work) noexcept
{
    for (const auto& [closed, why] : work.closed)
        closed->connection->close([self = shared_from_this(), number = closed->number, reason = why] {
            self->off_strand([self, number, reason] { self->on_closed(number, reason); });
        });
    for (const auto& [waiting, granted] : work.actions.grants) {
        auto& served = static_cast<waiter&>(*waiting);
        served.granted = lease(shared_from_this(), static_cast<slot&>(*granted));
        served.on_served();
    }
    for (pool_waiter* const failed : work.actions.failures) {
        auto& served = static_cast<waiter&>(*failed);
        served.failure = work.failure;
        served.on_served();
    }
    for (const follow_up::watch& asked : work.watches)
        asked.connection->watch(
            [weak = weak_from_this(), which = asked.which, number = asked.number, uses = asked.uses] {
                if (const auto self = weak.lock())
                    self->on_readable(*which, number, uses);
            });
    for (slot* const begun : work.connecting)
        connect(*begun);
    for (const warm_handler& done : work.warm)
        done(work.failure, work.open);
}

/** A listener calls user code, which must not run on the strand of a connection. */
template <class Function>
void pool::off_strand(Function happened)
{
    if (listener_)
        boost::asio::post(connector_->context(), std::move(happened));
    else
        happened();
}

void pool::connect(slot& begun) noexcept
{
    const std::uint64_t number = begun.number;
    if (listener_)
        listener_->on_connecting(number);
    auto attempt = connector_->async_connect([self = shared_from_this(),
                                              &begun](error failure, std::unique_ptr<byte_stream> stream) {
        self->off_strand([self, &begun, failure = std::move(failure), stream = std::move(stream)]() mutable {
            if (stream)
                self->on_connected(begun, std::move(stream));
            else
                self->on_connect_failed(begun, std::move(failure));
        });
    });
    // The pool may have been stopped before the attempt was noted, and the attempt may have ended by now.
    bool stopped = false;
    {
        const std::lock_guard lock(mutex_);
        if (find(&begun, number) && !begun.connection) {
            stopped = core_.stopped();
            // An attempt holds the pool. The pool is not stopped again, so the attempt would hold it for
            // ever.
            if (!stopped)
                begun.attempt = attempt;
        }
    }
    if (stopped)
        attempt->cancel();
}

lease::slot* pool::find(slot* which, std::uint64_t number) noexcept
{
    const auto found = slots_.find(which);
    return found != slots_.end() && which->number == number ? which : nullptr;
}

} // namespace useapi::http
