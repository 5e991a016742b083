#ifndef USEAPI_TEST_EXHAUSTIVE_POOL_MODEL_HPP
#define USEAPI_TEST_EXHAUSTIVE_POOL_MODEL_HPP

#include "exhaustive/model.hpp"
#include "http/pool/pool_core.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::exhaustive {

/** Which events a model of the pool has beside those that every one has. */
struct pool_settings
{
    std::string_view name;
    std::size_t max_waiting = 3;
    std::size_t max_connecting = 9;
    std::size_t calls = 3;
    unsigned stale = 2;  ///< times that a connection is found closed before it is used
    unsigned pauses = 0; ///< in which what is idle becomes too old
    unsigned resizes = 0;
    unsigned lease_limits = 0; ///< changes of the limit
    unsigned warm_ups = 0;
    bool ages = false;         ///< a pause makes connections too old as well, not only idle for too long
    bool says_timeout = false; ///< the server may say that it keeps a connection for no time
};

/** Three calls at the core of a pool of two connections, which is driven as `http::pool` drives it. */
class pool_model final : public model
{
public:
    pool_model(const pool_settings& settings, std::string_view fault);
    ~pool_model() override;

    std::vector<event> next() const override;
    void play(event what) override;
    std::string state() const override;
    void end_well() override;
    std::string text_of(event what) const override;

private:
    using clock = std::chrono::steady_clock;

    enum class call_phase
    {
        to_begin,
        waiting,
        holding,
        asks_again,
        asks_for_fresh,
        ended
    };

    struct call : http::pool_waiter
    {
        call_phase phase = call_phase::to_begin;
        unsigned ends = 0;
        bool needs_fresh = false;
    };

    enum class connection_phase
    {
        connecting,
        idle,
        leased
    };

    struct connection : http::pool_slot
    {
        explicit connection(std::size_t which) : number(which) {}

        const std::size_t number;
        connection_phase phase = connection_phase::connecting;
        call* holder = nullptr;
        std::optional<std::uint64_t> watched; ///< how often it was used when the watch began
        clock::time_point created;
        clock::time_point idle_since;
        clock::time_point idle_until;
        std::size_t idle_order = 0;
    };

    void list_calls(std::vector<event>& events) const;
    void list_connections(std::vector<event>& events) const;
    void list_rest(std::vector<event>& events) const;

    void acquire(call& who);
    void cancel(call& who);
    void play_connection(event what, connection& which);
    void play_rest(event what);
    void connected(connection& made);
    void connect_failed(connection& lost);
    void readable(connection& which);
    void give_back(connection& which, event what);
    void sweep();
    void stop();

    void carry_out(http::pool_actions& actions);
    void grant(call& who, connection& which);
    void end(call& who);
    void lie_idle(connection& which);
    void check_refusal();
    void check_promises(std::size_t connections_before);

    bool has(std::string_view fault) const noexcept { return fault_ == fault; }

    std::size_t count(connection_phase phase) const noexcept;
    connection* first(connection_phase phase) const noexcept;
    std::vector<call*> expected_order() const;
    std::string state_of(const connection& which) const;

    const pool_settings settings_;
    const std::string_view fault_;
    http::pool_core core_;
    clock::time_point now_{std::chrono::hours(1)};
    std::size_t limit_ = 2;
    std::size_t lease_limit_ = 9;
    bool stopped_ = false;
    std::size_t closing_ = 0;
    std::size_t begun_ = 0;
    std::size_t idle_order_ = 0;
    unsigned stale_ = 0;
    unsigned pauses_ = 0;
    unsigned resizes_ = 0;
    unsigned lease_limits_ = 0;
    unsigned warm_ups_ = 0;
    std::optional<clock::time_point> sweep_at_;
    std::vector<std::unique_ptr<connection>> connections_;
    std::deque<call> calls_;
    std::vector<call*> queue_; ///< in the order in which they came
};

} // namespace useapi::exhaustive

#endif
