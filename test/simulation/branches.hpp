#ifndef USEAPI_TEST_SIMULATION_BRANCHES_HPP
#define USEAPI_TEST_SIMULATION_BRANCHES_HPP

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace useapi::simulation {

/** Counts how often a fault or an outcome occurred, over all histories of the program. */
void count(const std::string& branch);

/** Prints each count, and each expected branch that never occurred.
    @return whether every expected branch occurred. */
bool print_branches(std::ostream& out, std::span<const std::string_view> expected);

} // namespace useapi::simulation

#endif
