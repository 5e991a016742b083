#ifndef USEAPI_TEST_SIMULATION_SMALLER_HISTORY_HPP
#define USEAPI_TEST_SIMULATION_SMALLER_HISTORY_HPP

#include "simulation/told_history.hpp"

#include <chrono>
#include <cstddef>
#include <functional>

namespace useapi::simulation {

struct shrink_limits
{
    std::size_t runs = 3000;
    std::chrono::seconds time{20};
};

struct smaller_history
{
    told_history told;
    std::size_t runs = 0;     ///< that it took
    bool is_complete = false; ///< no limit ended the search
};

/** `tell` or `tell_apart`, with a runner. */
using teller = std::function<told_history(random_source source, bool with_events)>;

/** The smallest history whose first violation is of the same kind as that of `failed`.
    @param run  runs every history that is tried. */
smaller_history make_smaller(const told_history& failed, const teller& run, const shrink_limits& limits);

} // namespace useapi::simulation

#endif
