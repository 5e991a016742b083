#include "simulation/history.hpp"
#include "simulation/mutations.hpp"
#include "simulation/occurrences.hpp"
#include "simulation/program.hpp"

#include <iostream>
#include <string>
#include <utility>

namespace {

using namespace useapi::simulation;

/** Prints the table of what occurred. */
bool every_branch_occurred()
{
    table_of_occurrences().print(std::cout);
    const auto missing = table_of_occurrences().missing();
    for (const std::string& name : missing)
        std::cout << "never occurred: " << name << '\n';
    return missing.empty();
}

told_history run_history(random_source source, const event_listener& listener)
{
    history one(std::move(source));
    if (listener)
        one.log().turn_on(listener);
    told_history told;
    told.found = one.run();
    told.made = one.what().random.kept();
    told.events = one.log().events();
    told.steps = one.steps();
    told.virtual_time = one.virtual_time();
    return told;
}

} // namespace

int main(int count, char** texts)
{
    return run_program({"useapi_simulation", mutations(), run_history, every_branch_occurred},
                       {texts + 1, texts + count});
}
