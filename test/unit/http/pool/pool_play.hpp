#ifndef USEAPI_TEST_UNIT_HTTP_POOL_POOL_PLAY_HPP
#define USEAPI_TEST_UNIT_HTTP_POOL_POOL_PLAY_HPP

#include "http/pool/pool_core.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** Plays events to a `pool_core`, and tells its actions in words. It keeps a record of its own, and checks
    the core's promises against this record after each event.

    Waiters have names; connections have numbers, from 1, in the order in which they were begun. A connection
    that is to be closed is gone at once, unless closes linger.
*/
class pool_play
{
public:
    using clock = std::chrono::steady_clock;

    explicit pool_play(const http::pool_options& options) : options_(options), core_(options) {}

    /** The core must let go of waiters and slots before they are destroyed. */
    ~pool_play();

    pool_play(const pool_play&) = delete;
    pool_play& operator=(const pool_play&) = delete;

    /** An event in words, for scenarios:
        `acquire A`, `acquire fresh A`, `cancel A`, `connected 1`, `failed 1`, `answer 1`, `answer 1 keep 5`,
        `release 1`, `late 1` (released 15 ms ago), `broken 1`, `stale 1`, `dead 1`, `readable 1`, `sweep`
       (when it is due), `closed` (one of those that linger), `wait 50` (seconds), `resize 3`, `limit 2`
       (leases), `warm 4`, `stop`.

        @return what the core does, in this order: `queued`, `full` or `stopped` for `acquire`, `gone` or
                `too late` for `cancel`; then `1 to A`, `A fails`, `close 1`, `watch 1`, `begin 1`; joined by
                commas. */
    std::string play(std::string_view event);

    std::string acquire(const std::string& who, bool wants_fresh);
    std::string cancel(const std::string& who);
    std::string connected(std::size_t number, double random = 0.5);
    std::string failed(std::size_t number);
    void answer(std::size_t number, std::optional<std::chrono::seconds> server_keeps = {});
    std::string release(std::size_t number, bool reusable, std::chrono::milliseconds late = {});
    std::string stale(std::size_t number);
    std::string dead(std::size_t number);
    std::string readable(std::size_t number);
    std::string sweep();
    std::string closed();
    std::string resize(std::size_t connections);
    std::string limit(std::size_t leases);
    std::string warm(std::size_t count);
    std::string stop();

    void wait(clock::duration time) { now_ += time; }

    /** From now on closed connections are gone when `closed` says so. */
    void let_closes_linger() { closes_linger_ = true; }

    /** How long until the planned sweep; nothing if none is. */
    std::optional<clock::duration> sweep_in() const;

    /** Why the last connection that was closed was closed. */
    close_reason last_reason() const noexcept { return last_reason_; }

    std::size_t closing() const noexcept { return closing_; }

    std::vector<std::size_t> watched() const;

    const http::pool_core& core() const noexcept { return core_; }

    const http::pool_slot& slot(std::size_t number) const { return connections_.at(number).slot; }

    std::vector<std::size_t> connecting() const { return in(phase::connecting); }

    std::vector<std::size_t> leased() const { return in(phase::leased); }

    std::vector<std::string> waiting() const;

    std::size_t connections() const noexcept { return connections_.size(); }

    bool stopped() const noexcept { return stopped_; }

private:
    enum class phase
    {
        connecting,
        idle,
        leased
    };

    struct connection
    {
        http::pool_slot slot;
        phase now = phase::connecting;
        bool is_used = false;
        std::optional<std::chrono::seconds> server_keeps;
        std::optional<std::uint64_t> watched; ///< how often it had been used when the watch began
        clock::time_point created;
        clock::time_point retires_at;
        clock::time_point idle_since;
        unsigned long long idle_order = 0;
    };

    class waiter final : public http::pool_waiter
    {
    public:
        waiter(std::string name, bool wants_fresh) : pool_waiter(wants_fresh), name_(std::move(name)) {}

        const std::string& name() const noexcept { return name_; }

    private:
        std::string name_;
    };

    std::vector<std::size_t> in(phase wanted) const;
    std::size_t number_of(const http::pool_slot& slot) const;
    std::string carry_out(std::string words, http::pool_actions& actions);
    void note_grant(waiter& taker, connection& taken);
    void dequeue(const waiter& gone);
    void check_promises() const;
    clock::time_point idle_until(const connection& idle) const;
    connection& put_back(std::size_t number);

    http::pool_options options_;
    http::pool_core core_;
    clock::time_point now_{std::chrono::hours(1)};
    std::size_t lease_limit_ = static_cast<std::size_t>(-1);
    bool was_shrunk_ = false; ///< some connections may still be beyond the size
    bool stopped_ = false;
    bool closes_linger_ = false;
    std::size_t closing_ = 0;
    close_reason last_reason_{};
    std::optional<clock::time_point> sweep_at_;
    std::size_t begun_ = 0;
    unsigned long long idle_order_ = 0;
    std::map<std::size_t, connection> connections_;
    std::deque<waiter*> queue_; ///< as the core promises to serve them
    std::map<std::string, std::unique_ptr<waiter>> waiters_;
};

} // namespace useapi::testing

#endif
