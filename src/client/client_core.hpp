#ifndef USEAPI_SRC_CLIENT_CLIENT_CORE_HPP
#define USEAPI_SRC_CLIENT_CLIENT_CORE_HPP

#include "client/live_call.hpp"
#include "client/observe/observation.hpp"
#include "client/timer_queue.hpp"
#include "http/connect/origin.hpp"
#include "http/connector.hpp"
#include "http/pool/pool.hpp"
#include "retry/budget.hpp"
#include "retry/decide.hpp"
#include "retry/origin_gate.hpp"

#include <useapi/client/client.hpp>
#include <useapi/client/client_options.hpp>

#include <boost/intrusive/list.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::detail {

/** What all calls of a client share. Lives as long as a handle or a call does.

    Its lock guards the retry state and the list of live calls; under it nothing is called but the timers, and
    the pool for its counts.

    @par Thread safety  shared objects: safe.
*/
class client_core : public std::enable_shared_from_this<client_core>
{
public:
    using time_point = http::connector::time_point;
    using drain_handler = boost::asio::any_completion_handler<void(std::size_t)>;

    client_core(const client_options& options, const http::origin& origin,
                std::shared_ptr<http::connector> connector);
    ~client_core();

    const client_options& options() const noexcept { return options_; }

    http::connector& connector() noexcept { return *connector_; }

    boost::asio::io_context& context() const noexcept { return connector_->context(); }

    http::pool& pool() noexcept { return *pool_; }

    timer_queue& timers() noexcept { return *timers_; }

    /** Null where nobody observes the client. */
    observation* observed() const noexcept { return observation_.get(); }

    /** Appends the head of a request: the client's own fields, then the given ones.

        @param fields  complete lines, each with its CRLF. */
    void append_head(std::string& wire, std::string_view method, std::string_view path,
                     std::string_view fields, std::string_view media_type, std::size_t content_size) const;

    /** A call begins; the reason why it may not, if there is one. */
    std::optional<errc> enlist(live_call& call, time_point now);

    /** A call ended. */
    void delist(live_call& call) noexcept;

    /** Whether an attempt may pass the gate now. It may be the probe then. */
    retry::origin_gate::answer ask_gate(time_point now);

    /** The service took a probe. */
    void reopen_gate();

    void note_attempt() noexcept { attempts_.fetch_add(1, std::memory_order_relaxed); }

    /** What comes after a failed attempt, with budget and gate taken into account. */
    retry::decision decide(const retry::attempt_outcome& outcome, const retry::call_progress& progress);

    void close() noexcept;
    void drain(std::chrono::milliseconds grace, drain_handler handler);

    /** The `io_context` is being destroyed: lets go of everything that is bound to it. */
    void abandon() noexcept;

    client_statistics statistics() const;

    /** For how long the service asked calls to wait, from now on; 0: it did not. Exported for `useapi::bulk`.
     */
    USEAPI_API std::chrono::milliseconds held_back() const;

private:
    class grace_period;
    class service;

    enum class phase
    {
        open,
        draining,
        closed
    };

    std::vector<std::shared_ptr<live_call>> live_calls() const;
    void complete_drain(drain_handler handler, std::size_t cut);
    double random();

    const client_options options_;
    const std::shared_ptr<http::connector> connector_;
    const std::string path_prefix_;
    const std::shared_ptr<observation> observation_;
    const std::shared_ptr<http::pool> pool_;
    const std::shared_ptr<timer_queue> timers_;
    secret own_fields_;
    std::atomic<std::size_t> attempts_ = 0;

    mutable std::mutex mutex_;
    phase phase_ = phase::open;
    bool abandoned_ = false;
    mutable boost::intrusive::list<live_call> calls_;
    std::mt19937_64 random_;
    retry::budget budget_;
    retry::origin_gate gate_;
    std::atomic<bool> gate_may_be_closed_ = false; ///< written under the lock, and spares calls taking it
    std::size_t cut_short_ = 0;                    ///< calls that the end of the grace period ended
    std::vector<drain_handler> drain_handlers_;    ///< to be completed when the last call ended
    std::shared_ptr<grace_period> grace_;
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

/** The way from a handle to its core, and back, for our own layers and tests. */
class access
{
public:
    static std::shared_ptr<client_core> core(const client& client) noexcept { return client.core(); }

    /** A client on another network and clock than the real ones. Exported for `useapi::testing`. */
    USEAPI_API static client make(const client_options& options, std::shared_ptr<http::connector> connector);
};

} // namespace useapi::detail

#endif
