#include "exhaustive/pool_model.hpp"

#include "exhaustive/pool_events.hpp"

#include <algorithm>
#include <chrono>

// The events of the pool: what may come next, and what the core is told of it.

namespace useapi::exhaustive {
namespace {

using namespace std::chrono_literals;
using http::pool_actions;
using http::pool_core;

constexpr std::size_t no_limit = 9;
constexpr auto idle_timeout = 50s;
constexpr auto life_that_ends = 60s;
constexpr auto life_without_end = std::chrono::hours(24 * 365);

http::pool_options options_of(const pool_settings& settings, std::string_view fault)
{
    http::pool_options options{};
    options.max_connections = fault == "one_connection_more" ? 3 : 2;
    options.max_waiting = settings.max_waiting;
    options.idle_timeout = idle_timeout;
    options.max_age = settings.ages ? std::chrono::milliseconds(life_that_ends)
                                    : std::chrono::milliseconds(life_without_end);
    options.max_connecting = settings.max_connecting;
    return options;
}

event happens(pool_event kind, std::size_t whom = 0)
{
    return {static_cast<std::uint8_t>(kind), static_cast<std::uint8_t>(whom)};
}

} // namespace

pool_model::pool_model(const pool_settings& settings, std::string_view fault)
    : settings_(settings), fault_(fault), core_(options_of(settings, fault)), calls_(settings.calls)
{
}

pool_model::~pool_model()
{
    pool_actions ignored; // the core lets go of the calls and the connections
    core_.on_stopped(ignored);
}

std::vector<event> pool_model::next() const
{
    std::vector<event> events;
    list_calls(events);
    list_connections(events);
    list_rest(events);
    return events;
}

void pool_model::list_calls(std::vector<event>& events) const
{
    bool one_begins = false; // calls that did not begin are alike
    for (std::size_t i = 0; i != calls_.size(); ++i) {
        const call_phase phase = calls_[i].phase;
        const bool asks = phase == call_phase::asks_again || phase == call_phase::asks_for_fresh ||
                          (phase == call_phase::to_begin && !one_begins);
        one_begins = one_begins || phase == call_phase::to_begin;
        if (asks)
            events.push_back(happens(pool_event::acquire, i));
        if (phase == call_phase::waiting)
            events.push_back(happens(pool_event::cancel, i));
    }
}

void pool_model::list_connections(std::vector<event>& events) const
{
    bool one_connects = false; // those that are being made are alike
    for (std::size_t i = 0; i != connections_.size(); ++i) {
        const connection& each = *connections_[i];
        const auto may = [&](pool_event kind) { events.push_back(happens(kind, i)); };
        if (each.phase == connection_phase::connecting && !one_connects) {
            one_connects = true;
            may(pool_event::connected);
            may(pool_event::connect_failed);
        } else if (each.phase == connection_phase::leased) {
            may(pool_event::served);
            may(pool_event::unused);
            may(pool_event::broken);
            if (settings_.says_timeout)
                may(pool_event::served_for_the_last_time);
            // The call that insists on a fresh connection gets one that was never used.
            if (each.reused()) {
                may(pool_event::dead);
                if (stale_ != settings_.stale)
                    may(pool_event::stale);
            }
        }
        if (each.watched)
            may(pool_event::readable);
    }
}

void pool_model::list_rest(std::vector<event>& events) const
{
    if (sweep_at_ && !stopped_)
        events.push_back(happens(pool_event::sweep));
    if (closing_ != 0)
        events.push_back(happens(pool_event::closed));
    if (!stopped_)
        events.push_back(happens(pool_event::stop));
    if (stopped_)
        return;
    if (pauses_ != settings_.pauses && !connections_.empty())
        events.push_back(happens(pool_event::pause));
    if (resizes_ != settings_.resizes)
        events.push_back(happens(pool_event::resize, limit_ == 2 ? 1 : 2));
    if (lease_limits_ != settings_.lease_limits)
        events.push_back(happens(pool_event::limit_leases, lease_limit_ == 1 ? no_limit : 1));
    if (warm_ups_ != settings_.warm_ups)
        events.push_back(happens(pool_event::warm_up, 2));
}

void pool_model::play(event what)
{
    const std::size_t before = core_.connections();
    const auto kind = static_cast<pool_event>(what.kind);
    if (kind == pool_event::acquire)
        acquire(calls_[what.whom]);
    else if (kind == pool_event::cancel)
        cancel(calls_[what.whom]);
    else if (kind < pool_event::sweep)
        play_connection(what, *connections_[what.whom]);
    else
        play_rest(what);
    if (is_checked())
        check_promises(before);
}

void pool_model::acquire(call& who)
{
    who.needs_fresh = who.needs_fresh || who.phase == call_phase::asks_for_fresh;
    if (who.needs_fresh && !has("used_is_fresh_enough"))
        who.insist_on_fresh();
    pool_actions actions;
    const auto now = has("old_clock") ? clock::time_point(std::chrono::hours(1)) : now_;
    switch (core_.on_acquire(who, now, actions)) {
    case pool_core::answer::granted:
    case pool_core::answer::queued:
        who.phase = call_phase::waiting;
        queue_.push_back(&who);
        break;
    case pool_core::answer::refused_full:
        check_refusal();
        end(who);
        break;
    case pool_core::answer::refused_stopped:
        require(stopped_, pool_promises::stopped_refuses);
        end(who);
        break;
    }
    if (has("last_come_first_served"))
        serve_last_first(core_, who);
    carry_out(actions);
}

void pool_model::cancel(call& who)
{
    if (has("cancelled_waits_on")) {
        end(who);
        return;
    }
    const bool is_gone = core_.on_cancelled(who);
    require(is_gone, pool_promises::waiting_can_be_cancelled);
    std::erase(queue_, &who);
    end(who);
}

void pool_model::play_connection(event what, connection& which)
{
    switch (static_cast<pool_event>(what.kind)) {
    case pool_event::connected:
        return connected(which);
    case pool_event::connect_failed:
        return connect_failed(which);
    case pool_event::readable:
        return readable(which);
    default:
        return give_back(which, what);
    }
}

void pool_model::connected(connection& made)
{
    pool_actions actions;
    made.created = now_;
    lie_idle(made);
    core_.on_connected(made, now_, 0.5, actions);
    carry_out(actions);
}

void pool_model::connect_failed(connection& lost)
{
    pool_actions actions;
    core_.on_connect_failed(lost, now_, actions);
    if (has("failure_not_told"))
        actions.failures.clear();
    std::erase_if(connections_, [&lost](const auto& each) { return each.get() == &lost; });
    carry_out(actions);
}

void pool_model::readable(connection& which)
{
    pool_actions actions;
    const std::uint64_t uses = *which.watched;
    which.watched.reset();
    core_.on_readable(which, uses, actions);
    carry_out(actions);
}

void pool_model::give_back(connection& which, event what)
{
    pool_actions actions;
    const auto kind = static_cast<pool_event>(what.kind);
    call& holder = *which.holder;
    stale_ += kind == pool_event::stale;
    which.holder = nullptr;
    if (kind == pool_event::dead)
        holder.phase = call_phase::asks_for_fresh;
    else if (kind == pool_event::stale)
        holder.phase = call_phase::asks_again;
    else
        end(holder);
    if (kind == pool_event::served)
        which.note_answer({});
    if (kind == pool_event::served_for_the_last_time)
        which.note_answer(0s);
    lie_idle(which);
    if (kind == pool_event::served_for_the_last_time)
        which.idle_until = now_;
    if (kind == pool_event::dead)
        core_.on_released_dead(which, now_, actions);
    else if (kind == pool_event::stale)
        core_.on_released_stale(which, now_, actions);
    else if (kind != pool_event::broken || !has("broken_never_comes_back"))
        core_.on_released(which, kind != pool_event::broken || has("broken_is_kept"), now_, actions);
    if (kind == pool_event::broken)
        require(std::any_of(actions.closes.begin(), actions.closes.end(),
                            [&which](const auto& each) { return each.slot == &which; }),
                pool_promises::broken_is_closed);
    carry_out(actions);
}

void pool_model::play_rest(event what)
{
    pool_actions actions;
    switch (static_cast<pool_event>(what.kind)) {
    case pool_event::sweep:
        return sweep();
    case pool_event::stop:
        return stop();
    case pool_event::closed:
        --closing_;
        if (!has("close_not_told"))
            core_.on_closed(actions);
        break;
    case pool_event::pause:
        ++pauses_;
        now_ += settings_.ages ? 61s : 51s;
        break;
    case pool_event::resize:
        ++resizes_;
        limit_ = what.whom;
        core_.on_resized(limit_, now_, actions);
        break;
    case pool_event::limit_leases:
        ++lease_limits_;
        lease_limit_ = what.whom;
        core_.on_lease_limit(lease_limit_, now_, actions);
        break;
    default:
        ++warm_ups_;
        core_.on_warm_up(what.whom, actions);
        break;
    }
    carry_out(actions);
}

void pool_model::sweep()
{
    pool_actions actions;
    now_ = std::max(now_, *sweep_at_);
    sweep_at_.reset();
    core_.on_sweep(now_, actions);
    if (has("sweep_not_planned"))
        actions.sweep_at.reset();
    carry_out(actions);
}

void pool_model::stop()
{
    pool_actions actions;
    stopped_ = true;
    core_.on_stopped(actions);
    carry_out(actions);
}

} // namespace useapi::exhaustive
