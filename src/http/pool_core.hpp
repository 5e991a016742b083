#ifndef USEAPI_SRC_HTTP_POOL_CORE_HPP
#define USEAPI_SRC_HTTP_POOL_CORE_HPP

#include <boost/container/small_vector.hpp>
#include <boost/intrusive/list.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace useapi::http {

struct pool_options
{
    std::size_t max_connections;
    std::size_t max_waiting;
    std::chrono::milliseconds idle_timeout;
};

/** What the core keeps of a connection. The driver derives from it and owns it. */
class pool_slot : public boost::intrusive::list_base_hook<>
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    enum class state
    {
        connecting,
        idle,
        leased
    };

    /** How long it was unused when it was last granted. */
    std::chrono::steady_clock::duration idle_for() const noexcept { return idle_for_; }

    /** How often it was granted, this time included. */
    std::uint64_t uses() const noexcept { return uses_; }

    /** Whether it carried an exchange or lay idle before, so that the peer may have dropped it meanwhile. */
    bool reused() const noexcept { return uses_ > 1 || lay_idle_; }

private:
    friend class pool_core;

    state state_ = state::connecting;
    time_point created_{};
    time_point idle_since_{};
    std::chrono::steady_clock::duration idle_for_{};
    std::uint64_t uses_ = 0;
    bool lay_idle_ = false;
};

/** What the core keeps of a call that wants a connection. */
class pool_waiter : public boost::intrusive::list_base_hook<>
{
public:
    /** @param wants_fresh  a connection that carried an exchange or lay idle before will not do. */
    explicit pool_waiter(bool wants_fresh = false) : wants_fresh_(wants_fresh) {}

    bool wants_fresh() const noexcept { return wants_fresh_; }

private:
    friend class pool_core;

    bool wants_fresh_;
    bool queued_ = false;
};

/** What the driver has to do after an event, outside of its lock. */
struct pool_actions
{
    struct grant
    {
        pool_waiter* waiter;
        pool_slot* slot;
    };

    boost::container::small_vector<grant, 2> grants;
    boost::container::small_vector<pool_waiter*, 2> failures; ///< that no connection will come to
    boost::container::small_vector<pool_slot*, 2> closes;     ///< no longer the core's: close and destroy
    std::size_t connects = 0; ///< connections to begin, each with a slot given to `on_connecting`
};

/** Who gets which connection. Plain state: no I/O, no lock, no clock.

    Invariants: `connections() <= max_connections`, counting what is announced through
    `pool_actions::connects`; waiters are served first come, first served, except that those that want a
    fresh connection stand before the others, since they waited their turn already; an idle connection and a
    waiter that would take it, or whose new connection it keeps out, never stand side by side; a connection
    is begun only for a waiter that none is being made for.
*/
class pool_core
{
public:
    using time_point = pool_slot::time_point;

    enum class answer
    {
        granted, ///< the slot is in the actions
        queued,  ///< a later event grants or fails it
        refused_full,
        refused_stopped
    };

    explicit pool_core(const pool_options& options) noexcept;

    answer on_acquire(pool_waiter& waiter, time_point now, pool_actions& actions);

    /** A waiter gives up. False where it is not in the queue any more, since it was granted or failed. */
    bool on_cancelled(pool_waiter& waiter) noexcept;

    /** The driver begins one of the connections that `connects` asked for. */
    void on_connecting(pool_slot& slot) noexcept;

    void on_connected(pool_slot& slot, time_point now, pool_actions& actions);

    /** The head of the queue takes the blame, unless enough connections for all that wait are being made
        still; the others go on waiting. */
    void on_connect_failed(pool_slot& slot, time_point now, pool_actions& actions);

    /** @param reusable  false where the connection cannot carry another exchange. */
    void on_released(pool_slot& slot, bool reusable, time_point now, pool_actions& actions);

    /** A reused connection turned out dead: its idle siblings of the same age or older go with it. */
    void on_released_dead(pool_slot& slot, time_point now, pool_actions& actions);

    /** No more grants: every waiter fails, and every connection is closed as soon as it is not leased. */
    void on_stopped(pool_actions& actions);

    bool stopped() const noexcept { return stopped_; }

    std::size_t connections() const noexcept { return underway() + idle_.size() + leased_; }

    std::size_t idle_connections() const noexcept { return idle_.size(); }

    std::size_t waiting() const noexcept { return waiters_.size(); }

private:
    std::size_t underway() const noexcept { return announced_ + connecting_; }

    void lease(pool_slot& slot, pool_waiter& waiter, pool_actions& actions);
    void offer(pool_slot& slot, time_point now, pool_actions& actions);
    void keep(pool_slot& slot, time_point now, pool_actions& actions);
    void close_expired(time_point now, pool_actions& actions);
    void begin_connects(pool_actions& actions) noexcept;

    pool_options options_;
    bool stopped_ = false;
    std::size_t announced_ = 0; ///< asked for, and not begun yet
    std::size_t connecting_ = 0;
    std::size_t leased_ = 0;
    boost::intrusive::list<pool_slot> idle_;      ///< the most recently used at the back
    boost::intrusive::list<pool_waiter> waiters_; ///< those that want a fresh connection at the front
};

} // namespace useapi::http

#endif
