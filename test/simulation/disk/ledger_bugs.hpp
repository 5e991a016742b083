#ifndef USEAPI_TEST_SIMULATION_DISK_LEDGER_BUGS_HPP
#define USEAPI_TEST_SIMULATION_DISK_LEDGER_BUGS_HPP

#include "simulation/mutation.hpp"

#include <span>

namespace useapi::disk_simulation {

using simulation::is_put_in;

/** The bugs of the disk and of the ledger. */
std::span<const simulation::mutation> ledger_bugs() noexcept;

} // namespace useapi::disk_simulation

#endif
