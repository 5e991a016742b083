#ifndef USEAPI_TEST_SIMULATION_DATABASE_HISTORY_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_HISTORY_HPP

#include "simulation/database/database_server.hpp"
#include "simulation/database/network.hpp"
#include "simulation/database/sim_threads.hpp"
#include "simulation/database/worker_process.hpp"
#include "simulation/event_log.hpp"
#include "simulation/model_service.hpp"
#include "simulation/random_source.hpp"
#include "simulation/verdict.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/testing/virtual_clock.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::database_simulation {

using simulation::model_account;

/** What happens in one round: workers that begin at about the same time. */
struct round_plan
{
    std::size_t number = 0; ///< from 1
    bool is_last = false;   ///< no fault, and a service that takes every row
    bool verifies = false;
    bool retries_rejected = false;
    std::size_t workers = 1;
};

/** What the checks have to know of an account, beside what the service did. */
struct account_state
{
    std::size_t open_calls = 0;
    bool may_be_made = false;       ///< by a call without an outcome
    std::string settled_in;         ///< the begin of the run in which the ledger had an outcome last
    std::vector<std::size_t> calls; ///< the workers that have a call under way
};

/** One database, one input and one service, and workers that share the rows, in several rounds. */
class history
{
public:
    using time_point = machine::time_point;

    explicit history(simulation::random_source random);
    history(const history&) = delete;
    history& operator=(const history&) = delete;
    ~history();

    /** Runs once. */
    const simulation::verdict& run();

    simulation::random_source& random() noexcept { return random_; }

    simulation::event_log& log() noexcept { return log_; }

    testing::virtual_clock& clock() noexcept { return clock_; }

    sim_threads& threads() noexcept { return threads_; }

    network& net() noexcept { return network_; }

    std::vector<model_account>& accounts() noexcept { return accounts_; }

    model_account& account(const std::string& email) { return simulation::account_of(accounts_, email); }

    account_state& state_of(const model_account& which) { return states_[{which.email(), which.version()}]; }

    bulk::import_options options_of(const round_plan& plan) const;

    bool may_repeat() const noexcept { return may_repeat_; }

    /** Whether the input changed since the first round. */
    bool was_input_changed() const noexcept { return was_input_changed_; }

    /** Whether a failover lost what was committed. */
    bool was_lossy() const noexcept { return lossy_at_.has_value(); }

    bool has_several_workers() const noexcept { return workers_.size() > 1; }

    /** The time of the service's clock. */
    bulk::wall_time service_time() const;

    /** Until when a worker may find the database out of reach. */
    time_point disturbed_until() const noexcept { return disturbed_until_; }

    /** Something is wrong for a while. What is left of it may be in the way of others for two leases more. */
    void disturb(std::chrono::milliseconds time = {}) noexcept
    {
        disturbed_until_ = std::max(disturbed_until_, clock_.now() + time + 2 * lease_);
    }

    /** A row leaves. */
    void check_call(const worker_process& worker, model_account& account);

    void violate(std::string what);

    /** The number of committed transactions. */
    std::uint64_t commits() { return server_.tables().commits(); }

private:
    void run_round(const round_plan& plan);
    round_plan plan(std::size_t number, bool is_last);
    void change_input(const round_plan& plan);
    void plan_faults(const round_plan& plan);
    void plan_event(const round_plan& plan, std::size_t number);
    void restart(const simulation::chooser& choose);
    void fail_over(const simulation::chooser& choose);
    void step_clock(const simulation::chooser& choose, bool is_small);
    void serve_again_after(std::chrono::milliseconds refuses, std::chrono::milliseconds starts);
    void heal();
    void wait_until_quiet(const round_plan& plan);
    void wait_for_leases();
    bool run_until(const std::function<bool()>& is_over, std::chrono::seconds most);
    void on_commit(const session& of, const std::vector<change>& changes);
    void on_worker_changed(const session& of, const change& what);
    void on_account_changed(const session& of, const change& what);
    void check_truth(const values& row);
    void check_round(const round_plan& plan);
    bool has_lease(const std::string& worker);
    std::string run_began();

    simulation::random_source random_;
    testing::virtual_clock clock_;
    simulation::event_log log_{clock_};
    simulation::verdict found_;
    sim_threads threads_{clock_};
    database_server server_;
    network network_;
    std::vector<model_account> accounts_;
    std::map<std::pair<std::string, unsigned>, account_state> states_; ///< by email and version
    std::vector<std::unique_ptr<worker_process>> workers_;
    std::map<std::string, std::size_t> worker_of_; ///< processes by the names of their leases
    std::map<std::string, time_point> leased_since_;
    bool may_repeat_ = true;
    bool verifies_ = false;
    bool may_lose_commits_ = false; ///< the replica lags
    bool was_input_changed_ = false;
    std::size_t round_ = 0; ///< that is on; 0: none
    std::chrono::milliseconds lease_{};
    std::optional<time_point> lossy_at_;
    std::optional<time_point> stepped_at_;
    time_point disturbed_until_{};
};

} // namespace useapi::database_simulation

#endif
