#ifndef USEAPI_TEST_SIMULATION_HISTORY_HPP
#define USEAPI_TEST_SIMULATION_HISTORY_HPP

#include "simulation/checker.hpp"
#include "simulation/event_log.hpp"
#include "simulation/model_server.hpp"
#include "simulation/scenario.hpp"
#include "simulation/sim_network.hpp"
#include "simulation/verdict.hpp"
#include <useapi/testing/virtual_clock.hpp>

#include <useapi/client/client.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>

namespace useapi {
class call_report;
}

namespace useapi::simulation {

class simulated_import;

/** The events of one seed or of given choices, from the first call to the end of the `io_context`. */
class history
{
public:
    explicit history(random_source source);
    ~history();

    history(const history&) = delete;
    history& operator=(const history&) = delete;

    /** Once only. */
    const verdict& run();

    std::size_t steps() const noexcept { return steps_; }

    std::chrono::milliseconds virtual_time() const;

    using completion = std::function<void(const result<runwayml::account>&, const call_report&)>;

    using attempt_listener = std::function<void(const error&)>;

    /** Makes an upsert call for an account of the scenario. @return what cancels it */
    std::function<void()> upsert(const planned_call& plan, completion done, attempt_listener failed = {});

    virtual_clock& clock() noexcept { return clock_; }

    scenario& what() noexcept { return scenario_; }

    model_server& server() noexcept { return server_; }

    event_log& log() noexcept { return log_; }

    verdict& findings() noexcept { return verdict_; }

private:
    struct started_call;

    started_call& begin(const planned_call& plan);
    void start(const planned_call& plan);
    void on_begun(const started_call& call);
    void on_ended(started_call& call, const std::optional<error>& failure, bool matches);
    void cancel(started_call& which);
    void cancel_any(const chooser& choose);
    void react(const started_call& ended);
    void schedule_events();
    void heal();
    void start_healed();
    void end_as_planned();
    void before_step();
    void go_on();
    void wind_up();
    void drain(std::chrono::milliseconds grace);

    scenario scenario_;
    verdict verdict_;
    virtual_clock clock_; // before the context, whose end may cancel alarms
    event_log log_;
    subject beginning_{}; ///< the last call that began
    model_server server_;
    std::unique_ptr<boost::asio::io_context> context_;
    std::shared_ptr<sim_network> network_;
    checker checker_;
    std::list<started_call> started_;
    std::optional<client> client_;
    std::unique_ptr<simulated_import> import_;
    std::weak_ptr<void> core_;
    client_statistics last_seen_;
    std::size_t steps_ = 0;
    bool has_healed_ = false;
    bool ended_as_planned_ = false;
    bool context_goes_ = false;
    std::size_t spares_begun_ = 0;
    unsigned drains_begun_ = 0;
    unsigned drains_done_ = 0;
    std::optional<time_point> drain_limit_;
};

} // namespace useapi::simulation

#endif
