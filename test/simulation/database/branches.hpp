#ifndef USEAPI_TEST_SIMULATION_DATABASE_BRANCHES_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_BRANCHES_HPP

#include "simulation/branches.hpp"

#include <iosfwd>

namespace useapi::database_simulation {

using simulation::count;

/** Prints each count, and each branch that never occurred.
    @return whether every branch occurred. */
bool print_branches(std::ostream& out);

} // namespace useapi::database_simulation

#endif
