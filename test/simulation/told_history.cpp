#include "simulation/told_history.hpp"

#include <utility>

namespace useapi::simulation {

told_history tell(const history_runner& run, random_source source, bool with_events)
{
    source.keep_choices();
    return run(std::move(source), with_events ? [](const logged_event&) {} : event_listener());
}

bool is_same_failure(const told_history& a, const told_history& b)
{
    return !a.found.passed() && !b.found.passed() &&
           kind_of(a.found.violations().front()) == kind_of(b.found.violations().front());
}

} // namespace useapi::simulation
