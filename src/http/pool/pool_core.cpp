#include "http/pool/pool_core.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <iterator>

namespace useapi::http {
namespace {

constexpr auto takes_any = [](const auto& waiter) { return !waiter.wants_fresh(); };

} // namespace

pool_core::pool_core(const pool_options& options) noexcept : options_(options) {}

pool_core::answer pool_core::on_acquire(pool_waiter& waiter, time_point now, pool_actions& actions)
{
    if (stopped_)
        return answer::refused_stopped;

    close_expired(now, actions);
    if (!waiter.wants_fresh_ && !idle_.empty() && leased_ < lease_limit_) {
        pool_slot& newest = idle_.back();
        idle_.pop_back();
        newest.idle_for_ = now - newest.idle_since_;
        lease(newest, waiter, actions);
        return answer::granted;
    }

    const std::size_t coming = promised();
    if (!waiter.wants_fresh_ && coming <= waiters_.size() && is_full(coming) &&
        waiters_.size() - coming >= options_.max_waiting)
        return answer::refused_full;

    waiter.queued_ = true;
    if (waiter.wants_fresh_)
        waiters_.insert(std::find_if(waiters_.begin(), waiters_.end(), takes_any), waiter);
    else
        waiters_.push_back(waiter);
    begin_connects(actions);
    return answer::queued;
}

bool pool_core::on_cancelled(pool_waiter& waiter) noexcept
{
    if (!waiter.queued_)
        return false;
    waiters_.erase(waiters_.iterator_to(waiter));
    waiter.queued_ = false;
    return true;
}

void pool_core::on_connecting(pool_slot& slot) noexcept
{
    slot.state_ = pool_slot::state::connecting;
    --announced_;
    ++connecting_;
}

void pool_core::on_connected(pool_slot& slot, time_point now, double random, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::connecting);
    --connecting_;
    slot.created_ = now;
    slot.retires_at_ =
        now + std::chrono::round<std::chrono::steady_clock::duration>(
                  std::chrono::duration<double, std::milli>(options_.max_age) * (0.7 + 0.6 * random));
    if (stopped_) {
        close(slot, close_reason::stopped, actions);
        return;
    }
    if (!waiters_.empty() && leased_ < lease_limit_) {
        pool_waiter& head = waiters_.front();
        on_cancelled(head);
        lease(slot, head, actions);
    } else if (is_beyond_size()) {
        close(slot, close_reason::makes_room, actions);
    } else {
        keep(slot, now, actions);
    }
    begin_connects(actions);
}

void pool_core::on_connect_failed(pool_slot& slot, time_point now, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::connecting);
    slot.state_ = pool_slot::state::closing;
    --connecting_;
    warm_up_to_ = 0;
    close_expired(now, actions);
    if (waiters_.size() > underway()) {
        pool_waiter& head = waiters_.front();
        on_cancelled(head);
        actions.failures.push_back(&head);
    }
    begin_connects(actions);
}

void pool_core::on_released(pool_slot& slot, bool reusable, time_point now, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::leased);
    --leased_;
    if (stopped_)
        close(slot, close_reason::stopped, actions);
    else if (!reusable)
        close(slot, slot.answered_ ? close_reason::not_reusable : close_reason::exchange_failed, actions);
    else if (now >= slot.retires_at_)
        close(slot, close_reason::max_age, actions);
    else if (is_beyond_size())
        close(slot, close_reason::makes_room, actions);
    else
        offer(slot, now, actions);
    use_free_leases(now, actions);
}

void pool_core::on_released_stale(pool_slot& slot, time_point now, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::leased);
    --leased_;
    close(slot, close_reason::found_dead, actions);
    use_free_leases(now, actions);
}

void pool_core::on_released_outdated(pool_slot& slot, time_point now, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::leased);
    --leased_;
    close(slot, close_reason::not_reusable, actions);
    use_free_leases(now, actions);
}

void pool_core::on_released_dead(pool_slot& slot, time_point now, pool_actions& actions)
{
    const time_point born = slot.created_;
    idle_.remove_and_dispose_if(
        [born](const pool_slot& idle) { return idle.created_ <= born; },
        [this, &actions](pool_slot* idle) { close(*idle, close_reason::sibling_dead, actions); });
    on_released_stale(slot, now, actions);
}

void pool_core::on_closed(pool_actions& actions)
{
    BOOST_ASSERT(closing_ != 0);
    --closing_;
    begin_connects(actions);
}

void pool_core::on_readable(pool_slot& slot, std::uint64_t uses, pool_actions& actions)
{
    slot.watched_ = false;
    if (slot.state_ != pool_slot::state::idle)
        return;
    if (slot.uses_ == uses) {
        idle_.erase(idle_.iterator_to(slot));
        close(slot, close_reason::idle_readable, actions);
        return;
    }
    // The connection was used since: the bytes may have been an answer. The next sweep watches it anew.
    swept_until_ = std::min(swept_until_, slot.idle_since_ - time_point::duration(1));
    plan_sweep(slot.idle_since_ + trusted_idle_time, actions);
}

void pool_core::on_sweep(time_point now, pool_actions& actions)
{
    sweep_at_ = time_point::max();
    close_expired(now, actions);
    time_point next = next_expiry_;
    for (auto slot = idle_.rbegin(); slot != idle_.rend() && slot->idle_since_ > swept_until_; ++slot) {
        if (slot->watched_)
            continue;
        if (slot->idle_since_ + trusted_idle_time > now) {
            next = std::min(next, slot->idle_since_ + trusted_idle_time);
            continue;
        }
        slot->watched_ = true;
        actions.watches.push_back(&*slot);
    }
    swept_until_ = now - trusted_idle_time;
    plan_sweep(next, actions);
}

void pool_core::on_resized(std::size_t max_connections, time_point now, pool_actions& actions)
{
    options_.max_connections = max_connections;
    close_expired(now, actions);
    // Connections that are being closed count until they are closed, so that no other one is begun before.
    while (underway() + open_connections() > max_connections && !idle_.empty()) {
        pool_slot& oldest = idle_.front();
        idle_.pop_front();
        close(oldest, close_reason::makes_room, actions);
    }
    begin_connects(actions);
}

void pool_core::on_lease_limit(std::size_t most, time_point now, pool_actions& actions)
{
    lease_limit_ = std::max<std::size_t>(most, 1);
    use_free_leases(now, actions);
}

void pool_core::on_warm_up(std::size_t count, pool_actions& actions)
{
    warm_up_to_ = std::max(warm_up_to_, count);
    begin_connects(actions);
}

void pool_core::on_stopped(pool_actions& actions)
{
    stopped_ = true;
    warm_up_to_ = 0;
    while (!waiters_.empty()) {
        pool_waiter& head = waiters_.front();
        on_cancelled(head);
        actions.failures.push_back(&head);
    }
    while (!idle_.empty()) {
        pool_slot& oldest = idle_.front();
        idle_.pop_front();
        close(oldest, close_reason::stopped, actions);
    }
}

/** @param coming connections that will go to waiters */
bool pool_core::is_full(std::size_t coming) const noexcept
{
    return coming + open_connections() >= options_.max_connections || coming + leased_ >= lease_limit_;
}

/** Whether to begin a connection. */
bool pool_core::wants_another() const noexcept
{
    if (is_beyond_size() || underway() >= options_.max_connecting)
        return false;
    const bool for_a_waiter = underway() < waiters_.size() && leased_ + underway() < lease_limit_;
    return for_a_waiter || underway() + open_connections() < warm_up_to_;
}

/** Grants connections that the limit of leases had held back. */
void pool_core::use_free_leases(time_point now, pool_actions& actions)
{
    serve_from_idle(now, actions);
    begin_connects(actions);
}

void pool_core::serve_from_idle(time_point now, pool_actions& actions)
{
    while (leased_ < lease_limit_ && !idle_.empty()) {
        const auto taker = std::find_if(waiters_.begin(), waiters_.end(), takes_any);
        if (taker == waiters_.end())
            return;
        close_expired(now, actions);
        if (idle_.empty())
            return;
        pool_waiter& waiter = *taker;
        on_cancelled(waiter);
        pool_slot& newest = idle_.back();
        idle_.pop_back();
        newest.idle_for_ = now - newest.idle_since_;
        lease(newest, waiter, actions);
    }
}

void pool_core::lease(pool_slot& slot, pool_waiter& waiter, pool_actions& actions)
{
    slot.state_ = pool_slot::state::leased;
    slot.answered_ = false;
    ++slot.uses_;
    ++leased_;
    actions.grants.push_back({&waiter, &slot});
}

void pool_core::offer(pool_slot& slot, time_point now, pool_actions& actions)
{
    const auto taker = std::find_if(waiters_.begin(), waiters_.end(), takes_any);
    // The waiters before this one take only fresh connections. They would starve if used connections filled
    // the pool.
    const auto want_fresh = static_cast<std::size_t>(std::distance(waiters_.begin(), taker));
    if (want_fresh > promised(1)) {
        close(slot, close_reason::makes_room, actions);
        return;
    }
    if (taker != waiters_.end() && leased_ < lease_limit_) {
        pool_waiter& waiter = *taker;
        on_cancelled(waiter);
        slot.idle_for_ = {};
        lease(slot, waiter, actions);
        return;
    }
    keep(slot, now, actions);
}

void pool_core::keep(pool_slot& slot, time_point now, pool_actions& actions)
{
    // The time of a release is told later. The next sweep looks only at what is idle since the last one, from
    // the back of the list.
    now = std::max(now, swept_until_ + time_point::duration(1));
    if (!idle_.empty())
        now = std::max(now, idle_.back().idle_since_);
    slot.state_ = pool_slot::state::idle;
    slot.idle_since_ = now;
    slot.idle_until_ = std::min(now + idle_limit(slot), slot.retires_at_);
    slot.lay_idle_ = true;
    idle_.push_back(slot);
    next_expiry_ = std::min(next_expiry_, slot.idle_until_);
    close_expired(now, actions);
    if (slot.state_ == pool_slot::state::idle)
        plan_sweep(std::min(now + trusted_idle_time, slot.idle_until_), actions);
}

void pool_core::close(pool_slot& slot, close_reason why, pool_actions& actions)
{
    slot.state_ = pool_slot::state::closing;
    ++closing_;
    // A connection that ends during a warm-up is not replaced, because that might go on for ever.
    warm_up_to_ -= std::min<std::size_t>(warm_up_to_, 1);
    actions.closes.push_back({&slot, why});
}

void pool_core::close_expired(time_point now, pool_actions& actions)
{
    if (now < next_expiry_)
        return;
    next_expiry_ = time_point::max();
    for (auto next = idle_.begin(); next != idle_.end();) {
        pool_slot& slot = *next++;
        if (slot.idle_until_ > now) {
            next_expiry_ = std::min(next_expiry_, slot.idle_until_);
            continue;
        }
        idle_.erase(idle_.iterator_to(slot));
        close(slot, slot.retires_at_ <= now ? close_reason::max_age : close_reason::idle_timeout, actions);
    }
}

void pool_core::begin_connects(pool_actions& actions)
{
    if (stopped_)
        return;
    while (wants_another()) {
        ++announced_;
        ++actions.connects;
    }
    if (!waiters_.empty() && waiters_.front().wants_fresh_)
        make_room(actions);
    if (open_connections() >= std::min(warm_up_to_, options_.max_connections))
        warm_up_to_ = 0;
}

/** An idle connection is of no use to a waiter for a fresh one, and must not keep its place from it. */
void pool_core::make_room(pool_actions& actions)
{
    if (idle_.empty())
        return; // the waiters need not be counted
    const auto want_fresh = static_cast<std::size_t>(
        std::distance(waiters_.begin(), std::find_if(waiters_.begin(), waiters_.end(), takes_any)));
    while (!idle_.empty() && is_beyond_size() && want_fresh > promised() &&
           leased_ + promised() < lease_limit_) {
        pool_slot& oldest = idle_.front();
        idle_.pop_front();
        close(oldest, close_reason::makes_room, actions);
    }
}

void pool_core::plan_sweep(time_point when, pool_actions& actions) noexcept
{
    if (when >= sweep_at_)
        return;
    sweep_at_ = when;
    actions.sweep_at = when;
}

std::chrono::steady_clock::duration pool_core::idle_limit(const pool_slot& slot) const noexcept
{
    using duration = std::chrono::steady_clock::duration;
    if (!slot.server_keeps_)
        return options_.idle_timeout;
    return std::clamp<duration>(*slot.server_keeps_ - server_timeout_margin, duration::zero(),
                                options_.idle_timeout);
}

} // namespace useapi::http
