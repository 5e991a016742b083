#include "simulation/disk/branches.hpp"

#include <array>
#include <string_view>

namespace useapi::disk_simulation {
namespace {

constexpr std::array expected = std::to_array<std::string_view>({
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

} // namespace

bool print_branches(std::ostream& out)
{
    return simulation::print_branches(out, expected);
}

} // namespace useapi::disk_simulation
