#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_BACKUP_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_BACKUP_HPP

#include <cstdint>
#include <string>

namespace useapi::bulk {

/** Copies the ledger of a file into a new file that needs no other file. The copy is one state of the ledger
    with everything that was committed before; an import may write to the ledger meanwhile. The new file has
    mode 0600. It appears at its path only after all of it is on the disk.

    @param to  a path without a file
    @return the number of accounts in the copy
    @throws useapi::exception  `errc::invalid_argument` if the ledger cannot be read or is damaged, and if
                               there is a file at `to`, or one that SQLite would take as a part of it
    @throws std::runtime_error  if the copy cannot be written
*/
std::uint64_t back_up_sqlite_ledger(const std::string& from, const std::string& to);

} // namespace useapi::bulk

#endif
