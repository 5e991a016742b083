#ifndef USEAPI_SRC_HTTP_POOL_POOL_HPP
#define USEAPI_SRC_HTTP_POOL_POOL_HPP

#include "http/connector.hpp"
#include "http/exchange/connection.hpp"
#include "http/pool/lease.hpp"
#include "http/pool/pool_core.hpp"
#include "http/pool/pool_listener.hpp"

#include <useapi/error.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <unordered_map>
#include <vector>

namespace useapi::http {

/** The connections to one origin: carries out what `pool_core` decides.

    Its lock is held while the core decides, but never while a connection is made, closed or granted.

    A connection that is being closed counts until its socket is closed, so that the peer never sees more
    connections than allowed. `sweep` looks after idle connections. An alarm in the background calls it ten
    milliseconds after a connection became idle, and when one was idle for too long.

    @par Thread safety
    shared objects: safe.
*/
class pool : public std::enable_shared_from_this<pool>
{
public:
    using time_point = pool_core::time_point;

    /** A call that wants a connection. It must not move until it was served, refused or cancelled. */
    class waiter : public pool_waiter
    {
    public:
        explicit waiter(bool wants_fresh) : pool_waiter(wants_fresh) {}

        /** A connection; if it is empty, `failure` says why. */
        lease granted;
        error failure;

        /** Called once after `acquire` returned `queued`, from any thread, under no lock. */
        virtual void on_served() noexcept = 0;

    protected:
        ~waiter() = default;
    };

    enum class answer
    {
        served, ///< `granted` or `failure` is set already; `on_served` is not called
        queued
    };

    /** @param seed      for the random part of the connections' ages.
        @param listener  gets the events of connections; null if no object listens. */
    pool(const pool_options& options, const connection_limits& limits, std::shared_ptr<connector> connector,
         std::uint64_t seed, std::shared_ptr<pool_listener> listener = nullptr);
    ~pool();

    /** @param now  the connector's time. */
    answer acquire(waiter& who, time_point now);

    /** Returns false if the waiter was served already, or is about to be. */
    bool cancel(waiter& who) noexcept;

    /** Changes the most connections. If there are more, idle ones are closed now, and leased ones when they
        come back. */
    void resize(std::size_t max_connections) noexcept;

    /** Changes the most connections that may be leased at a time.
        @param order  grows with each change; a change that comes late has no effect */
    void limit_leases(std::size_t most, std::uint64_t order) noexcept;

    /** Gets the number of open connections, with no error or with the reason why there are no more. */
    using warm_handler = std::function<void(const error& failure, std::size_t open)>;

    /** Makes connections until there are `count`, or as many as allowed. Then, or when one could not be made,
        calls the handler once and under no lock: inside this function, or later on any thread.
        @return its number for `cancel_warm_up` */
    std::uint64_t warm_up(std::size_t count, warm_handler done);

    /** Calls the handler with `errc::cancelled`, unless it was called. The connections are still made.
     */
    void cancel_warm_up(std::uint64_t which) noexcept;

    /** Fails waiting calls with `reason`, closes idle connections, and stops connections that are being made.
        Leased connections are closed when they come back. Later calls of `acquire` fail the same way. */
    void stop(errc reason) noexcept;

    /** The `io_context` is being destroyed: releases every connection without an event. Leases that end later
        have no effect. */
    void abandon() noexcept;

    /** Counts of one moment, and totals since the beginning. */
    struct counts
    {
        std::size_t connections = 0; ///< being made, leased, idle or being closed
        std::size_t idle = 0;
        std::size_t waiting = 0;
        std::size_t peak_waiting = 0;
        std::size_t opened = 0;
        std::size_t resumed = 0; ///< of them, with a TLS session from before
        std::size_t connect_failures = 0;
        std::size_t reused = 0; ///< leases of connections that were used, or idle, before
        std::array<std::size_t, close_reason_count> closed{}; ///< by `close_reason`
    };

    counts count() const;

private:
    friend class lease;

    using slot = lease::slot;

    /** The work that is left after the lock was released. */
    struct follow_up;

    struct warm_up_request
    {
        std::uint64_t number;
        std::size_t count;
        warm_handler done;
    };

    void on_connected(slot& which, std::unique_ptr<byte_stream> stream) noexcept;
    void on_connect_failed(slot& which, error why) noexcept;
    void on_closed(std::uint64_t number, close_reason why) noexcept;
    void on_readable(slot& which, std::uint64_t number, std::uint64_t uses) noexcept;
    void sweep() noexcept;
    void end(slot& which, lease::fate how, time_point released) noexcept;
    void prepare(follow_up& work);
    void note_warm(follow_up& work);
    void execute(follow_up& work) noexcept;
    template <class Function>
    void off_strand(Function happened);
    void connect(slot& begun) noexcept;
    bool is_alive(slot& granted) noexcept;
    slot* find(slot* which, std::uint64_t number) noexcept;

    const connection_limits limits_;
    const std::shared_ptr<connector> connector_;
    const std::shared_ptr<pool_listener> listener_;

    mutable std::mutex mutex_;
    std::unordered_map<slot*, std::unique_ptr<slot>> slots_; // outlives the core, whose lists link the slots
    pool_core core_;
    std::uint64_t last_slot_ = 0;
    std::vector<warm_up_request> warm_ups_;
    std::uint64_t last_warm_up_ = 0;
    std::uint64_t lease_limit_order_ = 0;
    std::mt19937_64 random_;
    std::unique_ptr<alarm> sweep_alarm_; ///< null until it is first set, and without alarms
    counts totals_;                      ///< the totals of `counts` alone
    errc stop_reason_ = errc::client_closed;
    bool abandoned_ = false;
};

} // namespace useapi::http

#endif
