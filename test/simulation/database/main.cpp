#include "simulation/database/branches.hpp"
#include "simulation/database/database_bugs.hpp"
#include "simulation/database/history.hpp"
#include "simulation/program.hpp"

#include <chrono>
#include <iostream>
#include <utility>

namespace {

using namespace useapi::database_simulation;
using namespace useapi::simulation;
using std::chrono::milliseconds;

told_history run_history(random_source source, const event_listener& listener)
{
    history one(std::move(source));
    if (listener)
        one.log().turn_on(listener);
    told_history told;
    told.found = one.run();
    told.made = one.random().kept();
    told.events = one.log().events();
    told.steps = one.commits();
    told.virtual_time = std::chrono::duration_cast<milliseconds>(one.clock().elapsed());
    return told;
}

} // namespace

int main(int count, char** texts)
{
    return run_program({"useapi_database_simulation", database_bugs(), run_history,
                        [] { return print_branches(std::cout); }},
                       {texts + 1, texts + count});
}
