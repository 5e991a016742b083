#ifndef USEAPI_TEST_SIMULATION_CHECKER_HPP
#define USEAPI_TEST_SIMULATION_CHECKER_HPP

#include "simulation/model_server.hpp"
#include "simulation/scenario.hpp"
#include "simulation/sim_network.hpp"
#include "simulation/verdict.hpp"

#include <useapi/client/client.hpp>
#include <useapi/error.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace useapi::simulation {

/** One call from the point of view of the caller. */
struct observed_call
{
    const planned_call* plan = nullptr;
    std::shared_ptr<call_truth> truth;
    time_point begun{};
    unsigned completions = 0;
    bool must_end_now = false;             ///< was cancelled, or its client closed
    unsigned attempts = 0;                 ///< as reported; 0 without a report
    bool reports_attempts = false;         ///< as an upsert does
    std::optional<time_point> succeeds_by; ///< unset while faults may still occur
};

/** Compares the client's reports and actions with the rules that must hold, whatever happens.

    `after_step` holds at every moment, `at_rest` whenever nothing is ready to run, `before_time_passes` once
    everything of an instant has happened.
*/
class checker
{
public:
    checker(const scenario& what, virtual_clock& clock, verdict& found);

    observed_call& on_call(const planned_call& plan, std::shared_ptr<call_truth> truth);

    /** @param failure  nothing for success. @param matches  whether the result is about the account. */
    void on_completed(observed_call& call, const std::optional<error>& failure, bool matches);

    void on_client_closed();

    void on_client_drained() { client_ends_ = true; }

    void after_step(const client_statistics& now);
    void at_rest(const client_statistics& now, const sim_network& network);
    void before_time_passes(time_point next, const sim_network& network);
    void at_the_end(const client_statistics& now);

    /** Checks the rules that hold only after the last byte has arrived. */
    void check_effects();
    void check_queue_order(const sim_network& network);

    std::list<observed_call>& calls() noexcept { return calls_; }

    void require(bool holds, const char* what);

private:
    struct claim
    {
        const planned_call* plan;
        std::shared_ptr<call_truth> truth;
        effect said;
    };

    void blame(const observed_call& call, const std::string& what);
    void check_failure(observed_call& call, const error& failure);
    void check_budget(std::size_t attempts);

    const scenario& scenario_;
    virtual_clock& clock_;
    verdict& verdict_;
    std::list<observed_call> calls_;
    std::vector<claim> claims_;
    std::vector<std::int64_t> begun_in_second_;
    std::size_t checked_attempts_ = 0;
    bool client_ends_ = false;
};

} // namespace useapi::simulation

#endif
