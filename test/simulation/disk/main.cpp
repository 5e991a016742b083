#include "simulation/branches.hpp"
#include "simulation/disk/history.hpp"
#include "simulation/disk/ledger_bugs.hpp"
#include "simulation/program.hpp"
#include "unit/temporary_folder.hpp"

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace useapi::disk_simulation;
using namespace useapi::simulation;
using std::chrono::milliseconds;

constexpr std::array expected_branches = std::to_array<std::string_view>({
    "call: made",
    "call: refused",
    "call: never left",
    "call: busy",
    "call: lost before",
    "call: lost after",
    "call: the service has the account already",
    "clock: jumped back",
    "clock: jumped forward",
    "death: after a failed sync",
    "death: between calls of the disk",
    "death: in a call of the disk",
    "disk: a failed sync lost a write for good",
    "disk: a failed write was done in part",
    "disk: no space for shared memory",
    "disk: no space to make a file",
    "disk: no space to write",
    "disk: open failed",
    "disk: read failed",
    "disk: remove failed",
    "disk: shared memory failed",
    "disk: sync failed",
    "disk: truncate failed",
    "disk: write failed",
    "input: a row changed",
    "ledger: committed",
    "power: a name was lost",
    "power: a write was kept",
    "power: a write was lost",
    "power: a write was torn",
    "power: failed",
    "row: failed",
    "row: pending",
    "row: refused",
    "row: refused, by the ledger",
    "row: registered",
    "row: registered, by the ledger",
    "row: unknown",
    "row: unknown, by the ledger",
    "run: ended well",
    "run: ended with a ledger that failed",
    "run: refused to begin",
    "run: stopped",
    "run: the ledger failed",
});

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
    return run_program({"useapi_ledger_simulation", ledger_bugs(), run,
                        [] { return print_branches(std::cout, expected_branches); }},
                       {texts + 1, texts + count});
}
