#ifndef USEAPI_TEST_SIMULATION_SIMULATED_IMPORT_HPP
#define USEAPI_TEST_SIMULATION_SIMULATED_IMPORT_HPP

#include "bulk/run/import_run.hpp"
#include "simulation/scenario.hpp"
#include "simulation/verdict.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>

namespace useapi::simulation {

class history;

/** A bulk import of the scenario's accounts over the history's client and clock, and the checks of what it
    reports. */
class simulated_import
{
public:
    explicit simulated_import(history& owner);
    ~simulated_import();

    simulated_import(const simulated_import&) = delete;
    simulated_import& operator=(const simulated_import&) = delete;

    void start();
    void stop();
    void check_running() const;

    /** @param has_ended false if the `io_context` was destroyed during the run. */
    void check_results(bool has_ended) const;

private:
    class feed;
    class world;

    void on_result(const bulk::row_result& row);

    history& history_;
    boost::asio::io_context context_{1}; ///< never run: the input is read once
    std::size_t in_flight_ = 0;
    std::size_t begun_ = 0;
    std::unordered_map<std::string, bulk::row_result> results_;
    std::optional<bulk::import_summary> summary_;
    std::shared_ptr<bulk::import_run> run_;
};

} // namespace useapi::simulation

#endif
