#ifndef USEAPI_TEST_SIMULATION_PROCESS_APART_HPP
#define USEAPI_TEST_SIMULATION_PROCESS_APART_HPP

#include <functional>
#include <string>

namespace useapi::simulation {

struct ended_process
{
    std::string written; ///< to the pipe, whole lines only
    std::string how;     ///< empty if it came to its end; else, as a violation, its signal or its exit code
};

/** Runs `work` in a copy of this process, which may crash without this one.
    @param work  gets a pipe that it may write to.
    @throws std::system_error if there can be no further process. */
ended_process run_apart(const std::function<void(int pipe)>& work);

} // namespace useapi::simulation

#endif
