#ifndef USEAPI_SRC_HTTP_POOL_POOL_CORE_HPP
#define USEAPI_SRC_HTTP_POOL_POOL_CORE_HPP

#include "http/pool/pool_listener.hpp"

#include <boost/container/small_vector.hpp>
#include <boost/intrusive/list.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace useapi::http {

struct pool_options
{
    std::size_t max_connections;
    std::size_t max_waiting;
    std::chrono::milliseconds idle_timeout;
    std::chrono::milliseconds max_age = std::chrono::minutes(10);         ///< on average: each gets its own
    std::size_t max_connecting = std::numeric_limits<std::size_t>::max(); ///< made at a time
};

/** The state of a connection in the core. The driver derives from it and owns it. */
class pool_slot : public boost::intrusive::list_base_hook<>
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    enum class state
    {
        connecting,
        idle,
        leased,
        closing
    };

    /** How long it was unused when it was last granted. */
    std::chrono::steady_clock::duration idle_for() const noexcept { return idle_for_; }

    /** How often it was granted, including this time. */
    std::uint64_t uses() const noexcept { return uses_; }

    /** Whether it carried an exchange or was idle before, so that the peer may have closed it meanwhile. */
    bool reused() const noexcept { return uses_ > 1 || lay_idle_; }

    /** Whether an answer ever came on it. Before the first one, session tickets may wait to be read. */
    bool carried_exchange() const noexcept { return carried_exchange_; }

    /** Notes that a complete answer came. Call it before the connection is released.

        @param server_keeps  how long the server keeps an idle connection, if it said so; the client stops
                             using the connection somewhat earlier. */
    void note_answer(std::optional<std::chrono::seconds> server_keeps) noexcept
    {
        answered_ = carried_exchange_ = true;
        server_keeps_ = server_keeps;
    }

private:
    friend class pool_core;

    state state_ = state::connecting;
    time_point created_{};
    time_point retires_at_{}; ///< when it is too old
    time_point idle_since_{};
    time_point idle_until_{}; ///< when it has been idle, or has lived, for too long
    std::chrono::steady_clock::duration idle_for_{};
    std::optional<std::chrono::seconds> server_keeps_;
    std::uint64_t uses_ = 0;
    bool lay_idle_ = false;
    bool answered_ = false; ///< since it was granted
    bool carried_exchange_ = false;
    bool watched_ = false;
};

/** The state of a call that waits for a connection. */
class pool_waiter : public boost::intrusive::list_base_hook<>
{
public:
    /** @param wants_fresh  a connection that carried an exchange or was idle before is not enough. */
    explicit pool_waiter(bool wants_fresh = false) : wants_fresh_(wants_fresh) {}

    bool wants_fresh() const noexcept { return wants_fresh_; }

    /** The same as `wants_fresh` of the constructor. Call it only while the waiter is not queued. */
    void insist_on_fresh() noexcept { wants_fresh_ = true; }

private:
    friend class pool_core;

    bool wants_fresh_;
    bool queued_ = false;
};

/** The actions that the driver carries out after an event, outside of its lock. Rare actions allocate, so
    that other events cost next to nothing. */
struct pool_actions
{
    struct grant
    {
        pool_waiter* waiter;
        pool_slot* slot;
    };

    struct close
    {
        pool_slot* slot;
        close_reason why;
    };

    boost::container::small_vector<grant, 2> grants;
    std::vector<pool_waiter*> failures; ///< waiters that get no connection
    std::vector<close> closes;          ///< followed by `on_closed`, one each
    std::vector<pool_slot*> watches;    ///< followed by `on_readable` when it is so
    std::size_t connects = 0;           ///< connections to begin, each with a slot given to `on_connecting`
    std::optional<std::chrono::steady_clock::time_point> sweep_at; ///< when to call `on_sweep`, not earlier
};

/** Decides which call gets which connection, and which connections are closed. Plain state: no I/O, no lock,
   no clock, no randomness.

    Invariants: no connection is begun while `connections() >= max_connections`; this counts connections that
    are announced through `pool_actions::connects` and connections that are not closed yet. Waiters are served
    first come, first served, but waiters for a fresh connection come before the others, since they have
    waited already. There is never an idle connection together with a waiter that could take it, or whose new
    connection it keeps out, unless the limit of leases makes the waiter wait. A connection is begun only for
    a waiter for which none is being made, or to warm up. No connection is granted that was idle, or has
    lived, for too long. While a connection is idle, a sweep is due.

    Every event takes constant time, with exceptions that look at all idle connections: `on_released_dead` and
    `on_stopped`, and if an idle connection is due to be closed, `on_sweep` and every event that adds or
    removes an idle connection.
*/
class pool_core
{
public:
    using time_point = pool_slot::time_point;

    /** A connection that was idle for less than this time is neither watched nor checked: under load it is
        used again at once, and both cost system calls. */
    static constexpr std::chrono::milliseconds trusted_idle_time{10};

    /** How much earlier than the server the client gives up a connection, so that a request does not cross
        the server's close. */
    static constexpr std::chrono::seconds server_timeout_margin{2};

    enum class answer
    {
        granted, ///< the slot is in the actions
        queued,  ///< a later event grants or fails it
        refused_full,
        refused_stopped
    };

    explicit pool_core(const pool_options& options) noexcept;

    answer on_acquire(pool_waiter& waiter, time_point now, pool_actions& actions);

    /** A waiter gives up. Returns false if it is no longer in the queue, because it was granted or failed. */
    bool on_cancelled(pool_waiter& waiter) noexcept;

    /** The driver begins one of the connections that `connects` asked for. */
    void on_connecting(pool_slot& slot) noexcept;

    /** @param random  from 0 to 1: places the end of this connection's life within 30 % of the maximum age,
                       so that connections that were made together do not end together. */
    void on_connected(pool_slot& slot, time_point now, double random, pool_actions& actions);

    /** From now on the slot belongs to the driver alone. The first waiter fails, unless enough connections
        for all waiters are still being made; the others go on waiting. */
    void on_connect_failed(pool_slot& slot, time_point now, pool_actions& actions);

    /** @param reusable  false if the connection cannot carry another exchange. */
    void on_released(pool_slot& slot, bool reusable, time_point now, pool_actions& actions);

    /** A granted connection was found closed before it was used. */
    void on_released_stale(pool_slot& slot, time_point now, pool_actions& actions);

    /** A granted connection was found to use certificates that were replaced since. */
    void on_released_outdated(pool_slot& slot, time_point now, pool_actions& actions);

    /** A reused connection was dead: closes it, and idle connections of the same age or older. */
    void on_released_dead(pool_slot& slot, time_point now, pool_actions& actions);

    /** A connection that was being closed is closed. */
    void on_closed(pool_actions& actions);

    /** A watched connection has bytes to read, or it ended. The watch is over.

        @param uses  of the slot when the watch began: if it was used since, the bytes may have been an
                     answer. */
    void on_readable(pool_slot& slot, std::uint64_t uses, pool_actions& actions);

    /** The time of `sweep_at` came: closes connections that were idle for too long, and watches the other
        idle ones. */
    void on_sweep(time_point now, pool_actions& actions);

    /** Changes the most connections. If there are more, idle ones are closed now, and leased ones when they
        come back. */
    void on_resized(std::size_t max_connections, time_point now, pool_actions& actions);

    /** Changes the most connections that may be leased at a time; at least 1. */
    void on_lease_limit(std::size_t most, time_point now, pool_actions& actions);

    /** Begins connections until there are `count`, or as many as allowed, or one fails. */
    void on_warm_up(std::size_t count, pool_actions& actions);

    /** Whether there are as many connections as a warm-up asked for, or no more are coming for it. */
    bool is_warm(std::size_t count) const noexcept
    {
        return stopped_ || open_connections() >= std::min(count, options_.max_connections) ||
               warm_up_to_ == 0;
    }

    /** Stops granting: every waiter fails, and every connection is closed as soon as it is not leased. */
    void on_stopped(pool_actions& actions);

    bool stopped() const noexcept { return stopped_; }

    std::size_t connections() const noexcept { return underway() + idle_.size() + leased_ + closing_; }

    std::size_t idle_connections() const noexcept { return idle_.size(); }

    /** Idle ones and leased ones. */
    std::size_t open_connections() const noexcept { return idle_.size() + leased_; }

    std::size_t waiting() const noexcept { return waiters_.size(); }

private:
    std::size_t underway() const noexcept { return announced_ + connecting_; }

    /** Connections that are being made, or that will be begun for waiters when others are closed or made.
        @param more  connections that there will be besides those that are counted. */
    std::size_t promised(std::size_t more = 0) const noexcept
    {
        const bool must_wait = underway() >= options_.max_connecting;
        const std::size_t all = connections() + more;
        const std::size_t later =
            must_wait ? options_.max_connections - std::min(options_.max_connections, all) : 0;
        return std::max(underway(), std::min(waiters_.size(), underway() + closing_ + later));
    }

    bool is_full(std::size_t coming) const noexcept;

    bool is_beyond_size() const noexcept { return connections() >= options_.max_connections; }

    bool wants_another() const noexcept;
    void use_free_leases(time_point now, pool_actions& actions);
    void serve_from_idle(time_point now, pool_actions& actions);
    void lease(pool_slot& slot, pool_waiter& waiter, pool_actions& actions);
    void offer(pool_slot& slot, time_point now, pool_actions& actions);
    void keep(pool_slot& slot, time_point now, pool_actions& actions);
    void close(pool_slot& slot, close_reason why, pool_actions& actions);
    void close_expired(time_point now, pool_actions& actions);
    void begin_connects(pool_actions& actions);
    void make_room(pool_actions& actions);
    void plan_sweep(time_point when, pool_actions& actions) noexcept;
    std::chrono::steady_clock::duration idle_limit(const pool_slot& slot) const noexcept;

    pool_options options_;
    bool stopped_ = false;
    std::size_t announced_ = 0; ///< asked for, but not begun yet
    std::size_t connecting_ = 0;
    std::size_t leased_ = 0;
    std::size_t closing_ = 0;
    std::size_t lease_limit_ = std::numeric_limits<std::size_t>::max();
    std::size_t warm_up_to_ = 0;                 ///< connections that a warm-up asks for; 0: no warm-up
    time_point next_expiry_ = time_point::max(); ///< of idle connections, or earlier
    time_point sweep_at_ = time_point::max();
    time_point swept_until_ =
        time_point::min();                   ///< connections that were idle by then are watched, if possible
    boost::intrusive::list<pool_slot> idle_; ///< the most recently used at the back
    boost::intrusive::list<pool_waiter> waiters_; ///< waiters for a fresh connection are at the front
};

} // namespace useapi::http

#endif
