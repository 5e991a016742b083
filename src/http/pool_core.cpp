#include "http/pool_core.hpp"

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
    if (!waiter.wants_fresh_ && !idle_.empty()) {
        pool_slot& newest = idle_.back();
        idle_.pop_back();
        newest.idle_for_ = now - newest.idle_since_;
        lease(newest, waiter, actions);
        return answer::granted;
    }

    const bool has_no_connection_coming = underway() <= waiters_.size();
    // An idle connection is of no use to a waiter for a fresh one, and must not keep its place from it.
    if (waiter.wants_fresh_ && has_no_connection_coming && connections() >= options_.max_connections &&
        !idle_.empty()) {
        actions.closes.push_back(&idle_.front());
        idle_.pop_front();
    }

    const bool would_only_queue = has_no_connection_coming && connections() >= options_.max_connections;
    if (would_only_queue && !waiter.wants_fresh_ && waiters_.size() - underway() >= options_.max_waiting)
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

void pool_core::on_connected(pool_slot& slot, time_point now, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::connecting);
    --connecting_;
    slot.created_ = now;
    if (stopped_) {
        actions.closes.push_back(&slot);
        return;
    }
    if (!waiters_.empty()) {
        pool_waiter& head = waiters_.front();
        on_cancelled(head);
        lease(slot, head, actions);
        return;
    }
    keep(slot, now, actions);
}

void pool_core::on_connect_failed(pool_slot& slot, time_point now, pool_actions& actions)
{
    BOOST_ASSERT(slot.state_ == pool_slot::state::connecting);
    --connecting_;
    actions.closes.push_back(&slot);
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
    if (reusable && !stopped_) {
        offer(slot, now, actions);
        return;
    }
    actions.closes.push_back(&slot);
    begin_connects(actions);
}

void pool_core::on_released_dead(pool_slot& slot, time_point now, pool_actions& actions)
{
    const time_point born = slot.created_;
    idle_.remove_and_dispose_if([born](const pool_slot& idle) { return idle.created_ <= born; },
                                [&actions](pool_slot* idle) { actions.closes.push_back(idle); });
    on_released(slot, false, now, actions);
}

void pool_core::on_stopped(pool_actions& actions)
{
    stopped_ = true;
    while (!waiters_.empty()) {
        pool_waiter& head = waiters_.front();
        on_cancelled(head);
        actions.failures.push_back(&head);
    }
    while (!idle_.empty()) {
        actions.closes.push_back(&idle_.front());
        idle_.pop_front();
    }
}

void pool_core::lease(pool_slot& slot, pool_waiter& waiter, pool_actions& actions)
{
    slot.state_ = pool_slot::state::leased;
    ++slot.uses_;
    ++leased_;
    actions.grants.push_back({&waiter, &slot});
}

void pool_core::offer(pool_slot& slot, time_point now, pool_actions& actions)
{
    const auto taker = std::find_if(waiters_.begin(), waiters_.end(), takes_any);
    // Those before the taker take only fresh connections, and would starve behind used ones that fill the
    // pool.
    const auto want_fresh = static_cast<std::size_t>(std::distance(waiters_.begin(), taker));
    if (want_fresh > underway()) {
        actions.closes.push_back(&slot);
        begin_connects(actions);
        return;
    }
    if (taker != waiters_.end()) {
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
    slot.state_ = pool_slot::state::idle;
    slot.idle_since_ = now;
    slot.lay_idle_ = true;
    idle_.push_back(slot);
    close_expired(now, actions);
}

void pool_core::close_expired(time_point now, pool_actions& actions)
{
    while (!idle_.empty() && now - idle_.front().idle_since_ >= options_.idle_timeout) {
        actions.closes.push_back(&idle_.front());
        idle_.pop_front();
    }
}

void pool_core::begin_connects(pool_actions& actions) noexcept
{
    if (stopped_)
        return;
    while (underway() < waiters_.size() && connections() < options_.max_connections) {
        ++announced_;
        ++actions.connects;
    }
}

} // namespace useapi::http
