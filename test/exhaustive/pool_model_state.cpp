#include "exhaustive/pool_events.hpp"
#include "exhaustive/pool_model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <sstream>

// Compares what the core of the pool does with its promises, and tells what its future depends on.

namespace useapi::exhaustive {
namespace {

using http::pool_core;
using time_point = std::chrono::steady_clock::time_point;

struct waiters;
struct next_expiry;
struct swept_until;
struct warm_up_to;

/** An explicit instantiation may name what is private. */
template <class Name, auto Member>
struct opened
{
    friend auto& look(pool_core& core, const Name*) { return core.*Member; }
};

template struct opened<waiters, &pool_core::waiters_>;
template struct opened<next_expiry, &pool_core::next_expiry_>;
template struct opened<swept_until, &pool_core::swept_until_>;
template struct opened<warm_up_to, &pool_core::warm_up_to_>;

auto& look(pool_core& core, const waiters*);
auto& look(pool_core& core, const next_expiry*);
auto& look(pool_core& core, const swept_until*);
auto& look(pool_core& core, const warm_up_to*);

template <class Name>
auto& member(const pool_core& core)
{
    return look(const_cast<pool_core&>(core), static_cast<const Name*>(nullptr));
}

} // namespace

void serve_last_first(http::pool_core& core, http::pool_waiter& who)
{
    auto& all = member<waiters>(core);
    if (who.is_linked())
        all.splice(all.begin(), all, all.iterator_to(who));
}

void pool_model::carry_out(http::pool_actions& actions)
{
    for (const auto& [slot, why] : actions.closes)
        static_cast<connection&>(*slot).idle_until = now_; // it is in none of the core's lists any more
    for (const auto& [taker, slot] : actions.grants)
        grant(static_cast<call&>(*taker), static_cast<connection&>(*slot));
    for (http::pool_waiter* const failed : actions.failures) {
        std::erase(queue_, static_cast<call*>(failed));
        end(static_cast<call&>(*failed));
    }
    for (const auto& [slot, why] : actions.closes) {
        const auto* const gone = static_cast<const connection*>(slot);
        require(gone->phase != connection_phase::leased, pool_promises::one_lease);
        std::erase_if(connections_, [gone](const auto& each) { return each.get() == gone; });
        ++closing_;
    }
    for (http::pool_slot* const slot : actions.watches) {
        auto& watched = static_cast<connection&>(*slot);
        require(watched.phase == connection_phase::idle && !watched.watched, pool_promises::watched_is_idle);
        watched.watched = watched.uses();
    }
    if (actions.sweep_at)
        sweep_at_ = actions.sweep_at;
    require(!stopped_ || actions.connects == 0, pool_promises::stopped_begins_nothing);
    for (std::size_t i = 0; i != actions.connects; ++i) {
        connections_.push_back(std::make_unique<connection>(++begun_));
        core_.on_connecting(*connections_.back());
    }
}

void pool_model::grant(call& who, connection& which)
{
    require(!stopped_ && who.phase == call_phase::waiting, pool_promises::granted_waits);
    require(which.phase != connection_phase::leased, pool_promises::one_lease);
    require(count(connection_phase::leased) < lease_limit_, pool_promises::within_leases);
    require(!who.needs_fresh || !which.reused(), pool_promises::fresh_is_fresh);
    // A connection that is handed over as it comes back was in use until now.
    const bool lay_idle = which.idle_since != now_ || which.idle_for() != clock::duration::zero();
    if (lay_idle) {
        require(now_ < which.idle_until, pool_promises::not_expired);
        for (const auto& other : connections_)
            if (other->phase == connection_phase::idle && now_ < other->idle_until)
                require(other->idle_since <= which.idle_since, pool_promises::newest_first);
    }
    const auto order = expected_order();
    require(std::all_of(order.begin(), std::find(order.begin(), order.end(), &who),
                        [&which](const call* passed) { return passed->wants_fresh() && which.reused(); }),
            pool_promises::in_order);
    std::erase(queue_, &who);
    who.phase = call_phase::holding;
    which.phase = connection_phase::leased;
    which.holder = &who;
}

void pool_model::end(call& who)
{
    who.phase = call_phase::ended;
    require(++who.ends == 1, pool_promises::ends_once);
}

/** Makes a new or returned connection idle, if the core says nothing else. */
void pool_model::lie_idle(connection& which)
{
    which.phase = connection_phase::idle;
    which.idle_since = now_;
    which.idle_order = ++idle_order_;
    which.idle_until = now_ + std::chrono::seconds(50);
    if (settings_.ages)
        which.idle_until = std::min(which.idle_until, which.created + std::chrono::seconds(60));
}

/** Calls that need a fresh connection go before the others. */
std::vector<pool_model::call*> pool_model::expected_order() const
{
    std::vector<call*> order = queue_;
    std::stable_partition(order.begin(), order.end(), [](const call* each) { return each->wants_fresh(); });
    return order;
}

void pool_model::check_refusal()
{
    const std::size_t coming = count(connection_phase::connecting) + closing_;
    const std::size_t open = count(connection_phase::idle) + count(connection_phase::leased);
    const bool is_full = coming + open >= limit_ || coming + open >= lease_limit_ ||
                         count(connection_phase::connecting) >= settings_.max_connecting;
    require(is_full && queue_.size() - std::min(queue_.size(), coming) >= settings_.max_waiting,
            pool_promises::refused_full);
}

void pool_model::check_promises(std::size_t connections_before)
{
    const std::size_t idle = count(connection_phase::idle);
    const std::size_t leased = count(connection_phase::leased);
    const std::size_t underway = count(connection_phase::connecting);
    const std::size_t all = connections_.size() + closing_;
    require(core_.connections() == all && core_.idle_connections() == idle &&
                core_.waiting() == queue_.size() && core_.stopped() == stopped_,
            pool_promises::counts_agree);
    // After the limit was lowered there may be more connections for a while, but no further ones.
    require(all <= std::max(limit_, resizes_ != 0 ? connections_before : 0), pool_promises::within_limit);
    if (stopped_) {
        require(queue_.empty() && idle == 0, pool_promises::stopped_is_empty);
        return;
    }
    if (idle != 0)
        require(sweep_at_.has_value(), pool_promises::idle_is_swept);
    const bool may_begin =
        all < limit_ && underway < settings_.max_connecting && leased + underway < lease_limit_;
    require(!may_begin || queue_.size() <= underway, pool_promises::no_room_beside_waiter);
    require(underway <= settings_.max_connecting, pool_promises::within_connecting);
    const bool wants_fresh = !queue_.empty() && expected_order().front()->wants_fresh();
    const bool may_lease = leased + underway + closing_ < lease_limit_;
    const bool may_connect = underway < settings_.max_connecting && resizes_ == 0;
    require(!wants_fresh || !may_lease || !may_connect || queue_.size() <= underway + closing_ || idle == 0,
            pool_promises::no_idle_keeps_out);
    if (idle != 0 && leased < lease_limit_)
        require(
            std::all_of(queue_.begin(), queue_.end(), [](const call* each) { return each->wants_fresh(); }),
            pool_promises::no_idle_beside_waiter);
}

void pool_model::end_well()
{
    for (int events = 0; events != 100; ++events) {
        const auto asks = std::find_if(calls_.begin(), calls_.end(), [](const call& each) {
            return each.phase == call_phase::asks_again || each.phase == call_phase::asks_for_fresh;
        });
        const auto whom = [this](const connection* which) {
            const auto found = std::find_if(connections_.begin(), connections_.end(),
                                            [which](const auto& each) { return each.get() == which; });
            return static_cast<std::uint8_t>(found - connections_.begin());
        };
        if (closing_ != 0)
            play({static_cast<std::uint8_t>(pool_event::closed), 0});
        else if (const connection* const made = first(connection_phase::connecting))
            play({static_cast<std::uint8_t>(pool_event::connected), whom(made)});
        else if (const connection* const used = first(connection_phase::leased))
            play({static_cast<std::uint8_t>(pool_event::served), whom(used)});
        else if (asks != calls_.end())
            play({static_cast<std::uint8_t>(pool_event::acquire),
                  static_cast<std::uint8_t>(asks - calls_.begin())});
        else
            break;
    }
    require(queue_.empty(), pool_promises::all_end);
    for (const call& each : calls_)
        require(each.phase == call_phase::to_begin || each.ends == 1, pool_promises::ends_once);
    if (warm_ups_ != 0)
        require(core_.is_warm(2), pool_promises::warm_up_ends);
}

std::size_t pool_model::count(connection_phase phase) const noexcept
{
    return static_cast<std::size_t>(
        std::count_if(connections_.begin(), connections_.end(),
                      [phase](const auto& each) { return each->phase == phase; }));
}

pool_model::connection* pool_model::first(connection_phase phase) const noexcept
{
    const auto found = std::find_if(connections_.begin(), connections_.end(),
                                    [phase](const auto& each) { return each->phase == phase; });
    return found == connections_.end() ? nullptr : found->get();
}

std::string pool_model::state() const
{
    std::ostringstream text;
    // No event depends on a time that is far away, and all times in the past are alike.
    const auto until = [this](time_point when) {
        return std::clamp<std::chrono::seconds::rep>(
            std::chrono::duration_cast<std::chrono::milliseconds>(when - now_).count(), -1, 1'000'000);
    };
    text << stopped_ << closing_ << ' ' << limit_ << lease_limit_ << ' ' << stale_ << pauses_ << resizes_
         << lease_limits_ << warm_ups_ << ' ' << member<warm_up_to>(core_);
    text << ' ' << (sweep_at_ ? until(*sweep_at_) : -2) << ' ' << until(member<next_expiry>(core_)) << ' ';
    for (const call* const each : expected_order())
        text << (each->wants_fresh() ? 'f' : 'w');
    std::array<std::size_t, 6> phases{};
    for (const call& each : calls_)
        ++phases[static_cast<std::size_t>(each.phase)];
    for (const std::size_t each : phases)
        text << each;
    std::vector<std::string> all;
    for (const auto& each : connections_)
        all.push_back(state_of(*each));
    std::sort(all.begin(), all.end());
    for (const std::string& each : all)
        text << ' ' << each;
    return text.str();
}

std::string pool_model::state_of(const connection& which) const
{
    if (which.phase == connection_phase::connecting)
        return "c";
    const auto count_if = [this](auto is_before) {
        return std::count_if(connections_.begin(), connections_.end(),
                             [&](const auto& other) { return is_before(*other); });
    };
    std::ostringstream text;
    text << (which.reused() ? 'r' : 'n') << count_if([&](const connection& other) {
        return other.phase != connection_phase::connecting && other.created < which.created;
    });
    if (which.watched)
        text << (*which.watched == which.uses() ? 'w' : 'b');
    if (settings_.ages)
        text << 'a' << (now_ - which.created).count();
    if (which.phase == connection_phase::leased) {
        text << 'l' << which.holder->wants_fresh();
        return text.str();
    }
    text << 'i' << (now_ - which.idle_since).count() << 'u' << (which.idle_until - now_).count() << 's'
         << (which.idle_since > member<swept_until>(core_)) << 'o' << count_if([&](const connection& other) {
                return other.phase == connection_phase::idle && other.idle_order < which.idle_order;
            });
    return text.str();
}

} // namespace useapi::exhaustive
