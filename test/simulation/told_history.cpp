#include "simulation/told_history.hpp"

#include "simulation/history.hpp"

#include <utility>

namespace useapi::simulation {
told_history tell(random_source source, bool with_events)
{
    source.keep_choices();
    history one(std::move(source));
    one.limit_steps(most_told_steps);
    if (with_events)
        one.log().turn_on();
    told_history told;
    told.found = one.run();
    told.made = one.what().random.kept();
    told.events = one.log().events();
    told.steps = one.steps();
    return told;
}

bool is_same_failure(const told_history& a, const told_history& b)
{
    return !a.found.passed() && !b.found.passed() &&
           kind_of(a.found.violations().front()) == kind_of(b.found.violations().front());
}

} // namespace useapi::simulation
