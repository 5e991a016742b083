#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_BACKUP_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_BACKUP_HPP

#include <cstdint>
#include <string>

namespace useapi::bulk {

/** Copies the ledger of a file into a new file, which is complete by itself: one state of the ledger, with
   all that was committed before, also while an import writes it. The new file has mode 0600, and is at its
   path once all of it is on the disk, and not before.

    @param to  a path at which there is nothing
    @return the accounts in it
    @throws useapi::exception   `errc::invalid_argument` if the ledger cannot be read or is damaged, and if
                                there is a file at `to`, or one that SQLite would take as a part of it
    @throws std::runtime_error  if the copy cannot be written
*/
std::uint64_t back_up_sqlite_ledger(const std::string& from, const std::string& to);

} // namespace useapi::bulk

#endif
