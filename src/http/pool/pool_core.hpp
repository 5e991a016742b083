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

    /** How often it was granted, this time included. */
    std::uint64_t uses() const noexcept { return uses_; }

    /** Whether it carried an exchange or lay idle before, so that the peer may have dropped it meanwhile. */
    bool reused() const noexcept { return uses_ > 1 || lay_idle_; }

    /** Whether an answer came on it ever. Before, session tickets may wait to be read. */
    bool carried_exchange() const noexcept { return carried_exchange_; }

    /** A whole answer came: says so before the connection is released.

        @param server_keeps  how long the server keeps an idle connection, where it said so; the client
                             stops using it somewhat earlier. */
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
    /** @param wants_fresh  a connection that carried an exchange or lay idle before will not do. */
    explicit pool_waiter(bool wants_fresh = false) : wants_fresh_(wants_fresh) {}

    bool wants_fresh() const noexcept { return wants_fresh_; }

    /** As `wants_fresh` of the constructor; while it is not queued. */
    void insist_on_fresh() noexcept { wants_fresh_ = true; }

private:
    friend class pool_core;

    bool wants_fresh_;
    bool queued_ = false;
};

/** The actions of the driver after an event, outside of its lock. A rare action allocates, and costs the
   other events next to nothing. */
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
    std::vector<pool_waiter*> failures; ///< that no connection will come to
    std::vector<close> closes;          ///< followed by `on_closed`, one each
    std::vector<pool_slot*> watches;    ///< followed by `on_readable` when it is so
    std::size_t connects = 0;           ///< connections to begin, each with a slot given to `on_connecting`
    std::optional<std::chrono::steady_clock::time_point> sweep_at; ///< when to call `on_sweep`, not earlier
};

/** Decides which call gets which connection, and which connections are closed. Plain state: no I/O, no lock,
   no clock, no randomness.

    Invariants: no connection is begun while `connections() >= max_connections`, counting what is announced
   through `pool_actions::connects` and what is not closed yet; waiters are served first come, first served,
   except that those that want a fresh connection stand before the others, since they waited their turn
   already; an idle connection and a waiter that would take it, or whose new connection it keeps out, never
   stand side by side, unless the limit of leases keeps the waiter waiting; a connection is begun only for a
   waiter that none is being made for, or to warm up; none is granted that was idle, or has lived, for too
   long; while anything is idle a sweep is due.

    Every event takes constant time, except that `on_released_dead`, `on_stopped` and, where one of them is
    due to go, `on_sweep` and whatever adds to the idle connections or takes from them, look at all of these.
*/
class pool_core
{
public:
    using time_point = pool_slot::time_point;

    /** Idle for less than this, a connection is neither watched nor asked whether it is alive: under load it
        is used again at once, and either costs system calls. */
    static constexpr std::chrono::milliseconds trusted_idle_time{10};

    /** How much earlier than the server a connection is given up: a request must not cross its close. */
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

    /** A waiter gives up. False if it is not in the queue any more, since it was granted or failed. */
    bool on_cancelled(pool_waiter& waiter) noexcept;

    /** The driver begins one of the connections that `connects` asked for. */
    void on_connecting(pool_slot& slot) noexcept;

    /** @param random  from 0 to 1: places the end of this connection's life within 30 % of the maximum age,
                       so that those that were made together do not go together. */
    void on_connected(pool_slot& slot, time_point now, double random, pool_actions& actions);

    /** The slot is the driver's alone from here on. The head of the queue takes the blame, unless enough
        connections for all that wait are being made still; the others go on waiting. */
    void on_connect_failed(pool_slot& slot, time_point now, pool_actions& actions);

    /** @param reusable  false if the connection cannot carry another exchange. */
    void on_released(pool_slot& slot, bool reusable, time_point now, pool_actions& actions);

    /** A connection was found closed before it was used for what it was granted for. */
    void on_released_stale(pool_slot& slot, time_point now, pool_actions& actions);

    /** A connection was granted, and found to be made with certificates that were replaced since. */
    void on_released_outdated(pool_slot& slot, time_point now, pool_actions& actions);

    /** A reused connection turned out dead: its idle siblings of the same age or older go with it. */
    void on_released_dead(pool_slot& slot, time_point now, pool_actions& actions);

    /** The socket of a connection that was to be closed is gone. */
    void on_closed(pool_actions& actions);

    /** Something can be read from a watched connection, or it ended. The watch is over.

        @param uses  of the slot, when the watch was asked for: where it was used since, what could be read
                     may have been an answer. */
    void on_readable(pool_slot& slot, std::uint64_t uses, pool_actions& actions);

    /** The time of `sweep_at` came: closes what was idle for too long, has what lies idle watched. */
    void on_sweep(time_point now, pool_actions& actions);

    /** From now on there may be so many connections. What lies idle beyond that is closed now, and what is
       leased as it comes back. */
    void on_resized(std::size_t max_connections, time_point now, pool_actions& actions);

    /** From now on so many connections may be leased at a time: 1 at least. */
    void on_lease_limit(std::size_t most, time_point now, pool_actions& actions);

    /** Connections are to be begun until there are so many, or as many as there may be; or one fails. */
    void on_warm_up(std::size_t count, pool_actions& actions) noexcept;

    /** Whether there are as many connections as a warm-up asked for, or no more are coming for it. */
    bool is_warm(std::size_t count) const noexcept
    {
        return stopped_ || open_connections() >= std::min(count, options_.max_connections) ||
               warm_up_to_ == 0;
    }

    /** No more grants: every waiter fails, and every connection is closed as soon as it is not leased. */
    void on_stopped(pool_actions& actions);

    bool stopped() const noexcept { return stopped_; }

    std::size_t connections() const noexcept { return underway() + idle_.size() + leased_ + closing_; }

    std::size_t idle_connections() const noexcept { return idle_.size(); }

    /** Idle ones and leased ones. */
    std::size_t open_connections() const noexcept { return idle_.size() + leased_; }

    std::size_t waiting() const noexcept { return waiters_.size(); }

private:
    std::size_t underway() const noexcept { return announced_ + connecting_; }

    /** Connections that are being made, or that those which wait will have when others are closed or made. */
    std::size_t promised() const noexcept
    {
        const bool must_wait = underway() >= options_.max_connecting;
        const std::size_t later =
            must_wait ? options_.max_connections - std::min(options_.max_connections, connections()) : 0;
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
    void begin_connects(pool_actions& actions) noexcept;
    void plan_sweep(time_point when, pool_actions& actions) noexcept;
    std::chrono::steady_clock::duration idle_limit(const pool_slot& slot) const noexcept;

    pool_options options_;
    bool stopped_ = false;
    std::size_t announced_ = 0; ///< asked for, and not begun yet
    std::size_t connecting_ = 0;
    std::size_t leased_ = 0;
    std::size_t closing_ = 0;
    std::size_t lease_limit_ = std::numeric_limits<std::size_t>::max();
    std::size_t warm_up_to_ = 0;                 ///< connections that a warm-up asks for; 0: no warm-up
    time_point next_expiry_ = time_point::max(); ///< of what is idle, or earlier
    time_point sweep_at_ = time_point::max();
    time_point swept_until_ = time_point::min();  ///< what is idle since then is watched, if it can be
    boost::intrusive::list<pool_slot> idle_;      ///< the most recently used at the back
    boost::intrusive::list<pool_waiter> waiters_; ///< those that want a fresh connection at the front
};

} // namespace useapi::http

#endif
