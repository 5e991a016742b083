#ifndef USEAPI_SRC_CLIENT_CLIENT_CORE_HPP
#define USEAPI_SRC_CLIENT_CLIENT_CORE_HPP

#include "client/call/call_basis.hpp"
#include "client/changing_token.hpp"
#include "client/core_registry.hpp"
#include "client/live_call.hpp"
#include "client/observe/observation.hpp"
#include "client/shared_turns.hpp"
#include "client/timer_queue.hpp"
#include "client/traffic.hpp"
#include "client/unfinished_calls.hpp"
#include "http/connect/origin.hpp"
#include "http/connector.hpp"
#include "http/pool/pool.hpp"
#include "retry/budget.hpp"
#include "retry/decide.hpp"
#include "retry/origin_gate.hpp"

#include <useapi/client/client.hpp>
#include <useapi/client/client_options.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::detail {

/** The shared state of all calls of a client. It lives as long as a handle or a call, and may outlive the
    `io_context`; `core_registry` tells it about the end of the `io_context`.

    Its lock guards the retry state and the list of live calls. Under the lock it calls only the timers, and
    the pool for its counts.

    @par Thread safety
    shared objects: safe.
*/
class client_core : public std::enable_shared_from_this<client_core>
{
public:
    using time_point = http::connector::time_point;
    using drain_handler = boost::asio::any_completion_handler<void(std::size_t)>;
    using connect_handler = boost::asio::any_completion_handler<void(result<std::size_t>)>;

    client_core(const client_options& options, const http::origin& origin,
                std::shared_ptr<http::connector> connector);
    ~client_core();

    /** A closed core on the same `io_context`, for a handle after a move. */
    std::shared_ptr<client_core> make_closed();

    const client_options& options() const noexcept { return options_; }

    http::connector& connector() noexcept { return *connector_; }

    boost::asio::io_context& context() const noexcept { return connector_->context(); }

    http::pool& pool() noexcept { return *pool_; }

    timer_queue& timers() noexcept { return *timers_; }

    /** The order of the calls that must not overlap. */
    shared_turns& turns() noexcept { return turns_; }

    /** Null if no option needs it. */
    traffic* watched_traffic() const noexcept { return traffic_.get(); }

    /** Null if the client has no observer. */
    observation* observed() const noexcept { return observation_.get(); }

    /** The path of the base URL; empty, or begins with a slash and ends without one. */
    const std::string& path_prefix() const noexcept { return path_prefix_; }

    /** Null if the client's token does not change. */
    changing_token* token() const noexcept { return changing_token_.get(); }

    /** The fields that every request carries, if the token does not change. */
    const secret& own_fields() const noexcept { return own_fields_; }

    /** Appends the head of a request: the client's own fields, then the given ones.

        @param prefix   the beginning of the path: that of the base URL, or empty.
        @param fields,  more_fields complete lines, each with its CRLF. */
    void append_head(std::string& wire, const secret& own_fields, std::string_view method,
                     std::string_view prefix, std::string_view path, std::string_view fields,
                     std::string_view more_fields, std::string_view media_type,
                     std::size_t content_size) const;

    /** A call begins. @return why it may not, if there is a reason */
    std::optional<errc> enlist(live_call& call, time_point now);

    /** A call ended. Its handler may not have run yet: `unfinished` counts handlers. */
    void delist(live_call& call) noexcept;

    /** Counts a call from `enlist` on until its handler returned. */
    const std::shared_ptr<unfinished_calls>& unfinished() const noexcept { return unfinished_; }

    /** Whether an attempt may pass the gate now, perhaps as a probe. */
    retry::origin_gate::answer ask_gate(time_point now);

    /** The service accepted a probe. */
    void reopen_gate();

    void note_attempt() noexcept { attempts_.fetch_add(1, std::memory_order_relaxed); }

    /** The decision after a failed attempt, with budget and gate taken into account. */
    retry::decision decide(const retry::attempt_outcome& outcome, const retry::call_progress& progress);

    void close() noexcept;
    void drain(std::chrono::milliseconds grace, drain_handler handler);

    /** @see client::async_connect */
    void warm_up(std::size_t count, connect_handler handler);

    /** @see client::set_max_connections */
    void set_max_connections(std::size_t value);

    /** The last handler of a client that drains has returned. */
    void end_drain();

    /** The `io_context` is being destroyed: drops every call and drain, and the network. */
    void abandon() noexcept;

    /** The `io_context` is being destroyed: releases everything that uses it. */
    void abandon_network() noexcept;

    /** The core is being destroyed: leaves the network to operations that are still under way on the
        `io_context`. */
    void give_up_network() noexcept;

    /** Whether the `io_context` was destroyed. */
    bool is_abandoned() const noexcept { return registry_->is_gone(); }

    client_statistics statistics() const;

    /** How much longer the service asked calls to wait; 0: it did not ask. Exported for `useapi::bulk`.
     */
    std::chrono::milliseconds held_back() const;

    /** @see client::service_now */
    std::optional<std::chrono::system_clock::time_point> service_now() const noexcept;

    /** Whether to read the time of an answer that came now. Once a second is enough, since a `Date` has no
        fractions. Reading it in every answer would cost 2 % of a request's instructions. */
    bool wants_service_time(time_point now) const noexcept;

    /** Takes the time that the service told. */
    void note_service_time(std::chrono::system_clock::time_point there, time_point now) noexcept;

private:
    class grace_period;

    static constexpr std::int64_t clock_not_known = std::numeric_limits<std::int64_t>::min();

    /** A drain under way. */
    struct pending_drain
    {
        drain_handler handler;
        boost::asio::any_completion_executor executor; ///< of the handler, with outstanding work
    };

    enum class phase
    {
        open,
        draining,
        closed
    };

    std::vector<std::shared_ptr<live_call>> live_calls() const;
    void limit_drain(time_point end);
    double random();

    const client_options options_;
    const std::shared_ptr<http::connector> connector_;
    const std::string path_prefix_;
    const std::shared_ptr<observation> observation_;
    std::shared_ptr<http::pool> pool_;
    std::unique_ptr<traffic> traffic_;
    std::shared_ptr<timer_queue> timers_;
    const std::shared_ptr<core_registry> registry_;
    const std::shared_ptr<unfinished_calls> unfinished_ = std::make_shared<unfinished_calls>();
    const secret own_fields_;
    const std::shared_ptr<changing_token> changing_token_;
    std::atomic<std::size_t> attempts_ = 0;
    std::atomic<std::int64_t> service_clock_ = clock_not_known; ///< milliseconds ahead of the steady clock
    std::atomic<time_point> service_time_noted_ = time_point();
    shared_turns turns_;

    mutable std::mutex mutex_;
    phase phase_ = phase::open;
    mutable boost::intrusive::list<live_call> calls_;
    std::mt19937_64 random_;
    retry::budget budget_;
    retry::origin_gate gate_;
    std::atomic<bool> gate_may_be_closed_ = false; ///< written under the lock; lets calls skip the lock
    std::size_t cut_short_ = 0;                    ///< calls that were ended by the end of the grace period
    std::vector<pending_drain> drains_;
    std::shared_ptr<grace_period> grace_; ///< null if no drain set one
    time_point grace_ends_{};
};

/** The handles' share of a core: the last one closes it. */
class client_handle
{
public:
    explicit client_handle(std::shared_ptr<client_core> shared) : core(std::move(shared)) {}

    client_handle(const client_handle&) = delete;
    client_handle& operator=(const client_handle&) = delete;

    ~client_handle() { core->close(); }

    const std::shared_ptr<client_core> core;
};

/** Converts between a handle and its core, for the library's layers and tests. */
class access
{
public:
    static std::shared_ptr<client_core> core(const client& client) { return client.core(); }

    static call_basis basis(const client& client) { return client.basis(); }

    /** A client on another network and clock than the real ones. Exported for `useapi::testing`. */
    USEAPI_API static client make(const client_options& options, std::shared_ptr<http::connector> connector);
};

} // namespace useapi::detail

#endif
