#ifndef USEAPI_TEST_SIMULATION_DATABASE_DATABASE_SERVER_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_DATABASE_SERVER_HPP

#include "simulation/database/model_tables.hpp"
#include "simulation/database/session.hpp"
#include "simulation/random_source.hpp"

#include <useapi/testing/virtual_clock.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::database_simulation {

/** How often things go wrong at the server. A probability is that of one statement. */
struct server_faults
{
    double fails = 0;
    double pauses = 0;
    std::chrono::milliseconds longest_pause{};
};

/** What a server says to those that connect. */
enum class server_state
{
    serves,
    refuses, ///< nothing listens
    starts   ///< 57P03
};

/** A server of PostgreSQL with one database, as far as the ledger uses it. */
class database_server
{
public:
    struct listener
    {
        std::function<void(const session&, const std::vector<change>&)> on_commit;
        std::function<void(const std::string&)> violated;
        std::function<void(const std::string&)> counted;
        std::function<void(std::size_t, const std::string&)> on_event; ///< of a session
    };

    database_server(testing::virtual_clock& clock, simulation::random_source& random, listener told)
        : clock_(clock), random_(random), told_(std::move(told))
    {
    }

    testing::virtual_clock& clock() noexcept { return clock_; }

    model_tables& tables() noexcept { return tables_; }

    /** The wall clock of the server, in milliseconds since 1970. */
    std::int64_t time() const;

    void step_clock(std::chrono::milliseconds by) noexcept { clock_is_off_ += by; }

    std::chrono::milliseconds clock_is_off() const noexcept { return clock_is_off_; }

    std::shared_ptr<session> connect(std::size_t worker);

    server_state state() const noexcept { return state_; }

    void become(server_state which) noexcept { state_ = which; }

    bool takes_writes() const noexcept { return takes_writes_; }

    void take_writes(bool takes) noexcept { takes_writes_ = takes; }

    /** All transactions are undone, and all sessions end.
        @param state  what they tell their clients */
    void end_sessions(const std::string& state);

    /** Another server takes over. Its data end with an earlier commit.
        @param keeps_sessions  those without a transaction go on, and take no writes */
    void fail_over(std::uint64_t commits, bool keeps_sessions);

    /** Another session locks the table of accounts until `unlock_accounts`. */
    void lock_accounts();
    void unlock_accounts();

    void set_faults(const server_faults& faults) noexcept { faults_ = faults; }

    // For sessions.
    void draw_failure(const session& of);
    std::chrono::milliseconds draw_pause(const session& of, std::string_view what);
    void on_ended(transaction_id which);
    void on_commit(const session& of, const std::vector<change>& changes);
    transaction_id what_waits(transaction_id which) const;
    void refuse_unknown(const std::string& text);
    void look_for_secrets(const values& all);

    void count(const std::string& branch) { told_.counted(branch); }

    void tell(const session& of, const std::string& what) { told_.on_event(of.number(), what); }

    transaction_id entry_lock = 0;    ///< who has the advisory lock
    transaction_id accounts_lock = 0; ///< another session, which has the table locked

private:
    testing::virtual_clock& clock_;
    simulation::random_source& random_;
    const listener told_;
    model_tables tables_;
    std::vector<std::shared_ptr<session>> sessions_;
    server_state state_ = server_state::serves;
    bool takes_writes_ = true;
    std::chrono::milliseconds clock_is_off_{};
    server_faults faults_;
};

} // namespace useapi::database_simulation

#endif
