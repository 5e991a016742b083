#ifndef USEAPI_TEST_SIMULATION_SHRINK_HPP
#define USEAPI_TEST_SIMULATION_SHRINK_HPP

#include "simulation/choices.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace useapi::simulation {

/** Runs a history.
    @return the choices that the run used, if it fails as the first one did; nothing otherwise. */
using failing_run = std::function<std::optional<choices>(const choices&)>;

struct shrunk_choices
{
    choices smallest;
    std::size_t runs = 0;
    bool is_complete = false; ///< no choice can be left out and no number can be lower, each by itself
};

/** Makes a failing history smaller: leaves out choices, halves of them first and then ever fewer at once, and
   lowers numbers, for as long as it still fails.

    @param start  the choices of a history that fails.
    @param run  called with smaller choices, which need not be possible: what it returns is what counts.
    @param may_go_on  asked before each run: false ends the search with what was found so far.
*/
shrunk_choices shrink(choices start, const failing_run& run,
                      const std::function<bool(std::size_t runs)>& may_go_on);

} // namespace useapi::simulation

#endif
