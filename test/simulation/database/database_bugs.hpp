#ifndef USEAPI_TEST_SIMULATION_DATABASE_DATABASE_BUGS_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_DATABASE_BUGS_HPP

#include "simulation/mutation.hpp"

#include <span>

namespace useapi::database_simulation {

using simulation::is_put_in;

/** The bugs of the ledger, and of its statements. */
std::span<const simulation::mutation> database_bugs() noexcept;

} // namespace useapi::database_simulation

#endif
