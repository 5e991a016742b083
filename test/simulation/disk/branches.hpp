#ifndef USEAPI_TEST_SIMULATION_DISK_BRANCHES_HPP
#define USEAPI_TEST_SIMULATION_DISK_BRANCHES_HPP

#include <iosfwd>
#include <string>

namespace useapi::disk_simulation {

/** Counts how often a fault or an outcome occurred, over all histories of the program. */
void count(const std::string& branch);

/** Prints each count, and each branch that never occurred.
    @return whether every branch occurred. */
bool print_branches(std::ostream& out);

} // namespace useapi::disk_simulation

#endif
