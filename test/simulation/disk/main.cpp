#include "simulation/disk/branches.hpp"
#include "simulation/disk/history.hpp"
#include "simulation/disk/ledger_bugs.hpp"
#include "simulation/program.hpp"
#include "unit/temporary_folder.hpp"

#include <chrono>
#include <iostream>
#include <string>
#include <utility>

namespace {

using namespace useapi::disk_simulation;
using namespace useapi::simulation;
using std::chrono::milliseconds;

told_history run_history(random_source source, const event_listener& listener, const std::string& ledger)
{
    history one(std::move(source), ledger);
    if (listener)
        one.log().turn_on(listener);
    told_history told;
    told.found = one.run();
    told.made = one.random().kept();
    told.events = one.log().events();
    told.steps = one.disk().generation();
    told.virtual_time = std::chrono::duration_cast<milliseconds>(one.clock().elapsed());
    return told;
}

} // namespace

int main(int count, char** texts)
{
    // The ledger itself is in the simulated disk: only its beginning and its size are here.
    const useapi::test::temporary_folder folder;
    const std::string ledger = folder.path("ledger");
    const auto run = [&](random_source source, const event_listener& listener) {
        return run_history(std::move(source), listener, ledger);
    };
    return run_program(
        {"useapi_ledger_simulation", ledger_bugs(), run, [] { return print_branches(std::cout); }},
        {texts + 1, texts + count});
}
