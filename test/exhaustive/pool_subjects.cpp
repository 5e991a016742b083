#include "exhaustive/pool_events.hpp"
#include "exhaustive/pool_model.hpp"

#include <array>

// Which pools are gone through, and the faults that are looked for in them.

namespace useapi::exhaustive {
namespace {

namespace p = pool_promises;

const std::array ordinary_promises{&p::within_limit,
                                   &p::within_connecting,
                                   &p::within_leases,
                                   &p::one_lease,
                                   &p::granted_waits,
                                   &p::in_order,
                                   &p::fresh_is_fresh,
                                   &p::no_idle_beside_waiter,
                                   &p::no_idle_keeps_out,
                                   &p::no_room_beside_waiter,
                                   &p::stopped_refuses,
                                   &p::waiting_can_be_cancelled,
                                   &p::ends_once,
                                   &p::broken_is_closed,
                                   &p::counts_agree,
                                   &p::stopped_is_empty,
                                   &p::stopped_begins_nothing,
                                   &p::idle_is_swept,
                                   &p::all_end};

constexpr std::array faults{
    planted_fault{"one_connection_more", "the core is told of a limit of three"},
    planted_fault{"last_come_first_served", "a call that has to wait is put before all others"},
    planted_fault{"failure_not_told", "a call is not told that its connection could not be made"},
    planted_fault{"cancelled_waits_on", "a call that gave up stays in the queue"},
    planted_fault{"used_is_fresh_enough", "a call is given any connection although it needs a fresh one"},
    planted_fault{"close_not_told", "the core is not told that a connection is gone"},
    planted_fault{"broken_is_kept", "a broken connection is taken for one that can be used again"},
    planted_fault{"broken_never_comes_back", "a broken connection is not given back"},
    planted_fault{"sweep_not_planned", "the sweep after a sweep is forgotten"}};

constexpr std::array fault_of_time{
    planted_fault{"old_clock", "an idle connection is granted by a clock that stands still"}};

std::vector<promise*> promises_and(std::initializer_list<promise*> more)
{
    std::vector<promise*> all(ordinary_promises.begin(), ordinary_promises.end());
    all.insert(all.end(), more);
    return all;
}

subject subject_of(const pool_settings& settings, const std::vector<promise*>& promises,
                   std::span<const planted_fault> looked_for)
{
    return {std::string(settings.name),
            [settings](std::string_view fault) { return std::make_unique<pool_model>(settings, fault); },
            promises, looked_for};
}

} // namespace

std::string pool_model::text_of(event what) const
{
    const auto kind = static_cast<pool_event>(what.kind);
    static constexpr std::array names{
        "acquire", "cancel", "connected", "failed", "served",       "served for the last time",
        "unused",  "broken", "stale",     "dead",   "readable",     "sweep",
        "closed",  "pause",  "stop",      "resize", "limit leases", "warm up"};
    std::string text = names[what.kind];
    if (kind <= pool_event::cancel)
        text += std::string(" ") + static_cast<char>('A' + what.whom);
    else if (kind < pool_event::sweep)
        text += ' ' + std::to_string(connections_[what.whom]->number);
    else if (kind > pool_event::stop)
        text += ' ' + std::to_string(what.whom);
    return text;
}

std::vector<subject> pool_subjects()
{
    pool_settings waits;
    waits.name = "pool of 2 connections, 3 calls";
    pool_settings refuses;
    refuses.name = "pool of 2 connections, 3 calls, none may wait";
    refuses.max_waiting = 0;
    pool_settings sleeps;
    sleeps.name = "pool whose connections lie idle for too long";
    sleeps.pauses = 1;
    pool_settings ages;
    ages.name = "pool whose connections become too old";
    ages.calls = 2;
    ages.pauses = 2;
    ages.ages = true;
    ages.says_timeout = true;
    pool_settings sizes;
    sizes.name = "pool whose size changes";
    sizes.resizes = 2;
    pool_settings leases;
    leases.name = "pool whose limit of leases changes";
    leases.lease_limits = 2;
    pool_settings warm;
    warm.name = "pool that is warmed up, one connection made at a time";
    warm.max_connecting = 1;
    warm.warm_ups = 1;
    static const auto ordinary = promises_and({});
    static const auto refusing = promises_and({&p::refused_full});
    static const auto timed = promises_and({&p::not_expired, &p::newest_first, &p::watched_is_idle});
    static const auto warming = promises_and({&p::warm_up_ends});
    return {subject_of(waits, ordinary, faults),
            subject_of(refuses, refusing, {}),
            subject_of(sleeps, timed, fault_of_time),
            subject_of(ages, timed, {}),
            subject_of(sizes, ordinary, {}),
            subject_of(leases, ordinary, {}),
            subject_of(warm, warming, {})};
}

} // namespace useapi::exhaustive
