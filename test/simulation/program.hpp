#ifndef USEAPI_TEST_SIMULATION_PROGRAM_HPP
#define USEAPI_TEST_SIMULATION_PROGRAM_HPP

#include "simulation/mutation.hpp"
#include "simulation/told_history.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace useapi::simulation {

/** What the programs of simulated histories have of their own. */
struct program
{
    std::string_view name;
    std::span<const mutation> bugs;
    history_runner run;

    /** Prints how often each branch occurred. @return whether all did */
    std::function<bool()> every_branch_occurred;
};

/** Runs the histories that the arguments ask for, and prints what they say.
    @return the exit code */
int run_program(const program& what, std::span<char* const> texts);

} // namespace useapi::simulation

#endif
