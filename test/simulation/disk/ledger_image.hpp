#ifndef USEAPI_TEST_SIMULATION_DISK_LEDGER_IMAGE_HPP
#define USEAPI_TEST_SIMULATION_DISK_LEDGER_IMAGE_HPP

#include "bulk/ledger/ledger_row.hpp"
#include "simulation/disk/sim_disk.hpp"

#include <map>
#include <string>

namespace useapi::disk_simulation {

using ledger_rows = std::map<bulk::row_key, bulk::ledger_row>;

/** The rows that SQLite finds in a ledger after it has read the ledger's log and its journal. Works on a
   copy. A ledger that does not exist yet has no rows.
    @throws std::exception  if the ledger is damaged */
ledger_rows rows_in(const disk_content& files, const std::string& ledger);

} // namespace useapi::disk_simulation

#endif
