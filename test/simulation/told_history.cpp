#include "simulation/told_history.hpp"

#include "simulation/history.hpp"

#include <utility>

namespace useapi::simulation {

told_history tell(random_source source)
{
    source.keep_choices();
    history one(std::move(source));
    one.log().turn_on();
    told_history told;
    told.found = one.run();
    told.made = one.what().random.kept();
    told.events = one.log().events();
    told.steps = one.steps();
    return told;
}

} // namespace useapi::simulation
