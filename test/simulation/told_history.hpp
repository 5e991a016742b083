#ifndef USEAPI_TEST_SIMULATION_TOLD_HISTORY_HPP
#define USEAPI_TEST_SIMULATION_TOLD_HISTORY_HPP

#include "simulation/choices.hpp"
#include "simulation/event_log.hpp"
#include "simulation/random_source.hpp"
#include "simulation/verdict.hpp"

#include <cstddef>
#include <vector>

namespace useapi::simulation {

/** What is kept of a history that was run. */
struct told_history
{
    verdict found;
    choices made;
    std::vector<logged_event> events;
    std::size_t steps = 0;
};

/** After so many steps a history is taken for one that never ends: the search for a smaller one would spend
   its time on few runs otherwise. None of the first 2,000 seeds has 2,000. */
inline constexpr std::size_t most_told_steps = 50'000;

/** Runs a history, and keeps its choices and its events. */
told_history tell(random_source source, bool with_events = true);

/** The same in a process of its own, for a history that may crash: that is a violation too. What it did until
    then is told, and what it prints is lost. */
told_history tell_apart(random_source source, bool with_events = true);

/** Whether both break the same rule first. */
bool is_same_failure(const told_history& a, const told_history& b);

} // namespace useapi::simulation

#endif
