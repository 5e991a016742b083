#ifndef USEAPI_TEST_SIMULATION_TOLD_HISTORY_HPP
#define USEAPI_TEST_SIMULATION_TOLD_HISTORY_HPP

#include "simulation/choices.hpp"
#include "simulation/event_log.hpp"
#include "simulation/random_source.hpp"
#include "simulation/verdict.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace useapi::simulation {

/** What is kept of a history that was run. */
struct told_history
{
    verdict found;
    choices made;                     ///< if the source keeps them
    std::vector<logged_event> events; ///< if somebody listens
    std::size_t steps = 0;
    std::chrono::milliseconds virtual_time{};
};

using event_listener = std::function<void(const logged_event&)>;

/** Runs a history. Each program of simulated histories has one.
    @param listener  hears each event; if there is none, the history logs no events. */
using history_runner = std::function<told_history(random_source source, const event_listener& listener)>;

/** Runs a history, and keeps its choices and its events. */
told_history tell(const history_runner& run, random_source source, bool with_events = true);

/** The same in a process of its own, for a history that may crash: that is a violation too. What it did until
    then is told, and what it prints is lost. */
told_history tell_apart(const history_runner& run, random_source source, bool with_events = true);

/** Whether both break the same rule first. */
bool is_same_failure(const told_history& a, const told_history& b);

} // namespace useapi::simulation

#endif
