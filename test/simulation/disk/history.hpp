#ifndef USEAPI_TEST_SIMULATION_DISK_HISTORY_HPP
#define USEAPI_TEST_SIMULATION_DISK_HISTORY_HPP

#include "simulation/disk/ledger_image.hpp"
#include "simulation/disk/ledger_record.hpp"
#include "simulation/disk/sim_disk.hpp"
#include "simulation/event_log.hpp"
#include "simulation/model_service.hpp"
#include "simulation/random_source.hpp"
#include "simulation/verdict.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/testing/virtual_clock.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace useapi::disk_simulation {

using simulation::model_account;

/** What happens in one run of the import. */
struct run_plan
{
    std::size_t number = 0; ///< from 1
    bool is_last = false;   ///< no fault, and a service that takes every row
    bool verifies = false;
    bool retries_rejected = false;
    double jumps = 0; ///< the probability that the clock jumps between two steps
    disk_faults faults;
    bool loses_power = false;                  ///< with its death, or after its end
    std::optional<std::uint64_t> dies_at_step; ///< between two calls of the disk
    std::optional<std::uint64_t> stops_at_step;
};

/** One disk, one input and one service, and imports that run one after the other. */
class history
{
public:
    /** @param ledger  the path of a real file, which only `locked_file` uses. */
    history(simulation::random_source random, std::string ledger);
    history(const history&) = delete;
    history& operator=(const history&) = delete;
    ~history();

    /** Runs once. */
    const simulation::verdict& run();

    simulation::random_source& random() noexcept { return random_; }

    simulation::event_log& log() noexcept { return log_; }

    testing::virtual_clock& clock() noexcept { return clock_; }

    sim_disk& disk() noexcept { return disk_; }

    ledger_record& record() noexcept { return record_; }

    std::vector<model_account>& accounts() noexcept { return accounts_; }

    model_account& account(const std::string& email) { return simulation::account_of(accounts_, email); }

    const std::string& ledger() const noexcept { return ledger_; }

    bool may_repeat() const noexcept { return may_repeat_; }

    bulk::import_options options_of(const run_plan& plan) const;

    /** The wall clock of the service, which does not jump. */
    bulk::wall_time service_time() const;

    /** The wall clock of the import jumps, by the choices about this run. */
    void jump(std::size_t run);

    void violate(std::string what);

    /** The rows that would be left if the power failed now and all unsynced writes were lost. */
    const ledger_rows& durable_rows();

private:
    run_plan plan(std::size_t number, bool is_last);
    void plan_faults(run_plan& made, const simulation::chooser& choose) const;
    void change_input(const run_plan& plan);
    void run_once(const run_plan& plan);
    void check_files(const run_plan& plan);
    void check_rows(const ledger_rows& found);

    simulation::random_source random_;
    const std::string ledger_;
    testing::virtual_clock clock_;
    simulation::event_log log_{clock_};
    simulation::verdict found_;
    sim_disk disk_;
    ledger_record record_;
    std::vector<model_account> accounts_;
    bool may_repeat_ = true;
    bool verifies_ = false; ///< some of the runs
    std::chrono::milliseconds clock_is_off_{};
    ledger_rows durable_rows_;
    std::optional<std::uint64_t> durable_generation_;
};

} // namespace useapi::disk_simulation

#endif
