#ifndef USEAPI_TEST_SIMULATION_DISK_WALL_CLOCK_HPP
#define USEAPI_TEST_SIMULATION_DISK_WALL_CLOCK_HPP

#include "bulk/ledger/ledger_row.hpp"

#include <functional>

namespace useapi::disk_simulation {

/** Replaces the system's clock for the code of this program and of the product.
    @param clock  null: the real one */
void set_wall_clock(std::function<bulk::wall_time()> clock);

} // namespace useapi::disk_simulation

#endif
