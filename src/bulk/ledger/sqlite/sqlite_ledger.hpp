#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_LEDGER_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_LEDGER_HPP

#include "bulk/ledger/ledger_store.hpp"

#include <memory>
#include <string>

namespace useapi::bulk {

/** A ledger in a file: one SQLite database, readable by its owner only, for one import at a time. */
std::unique_ptr<ledger_store> open_sqlite_ledger(const std::string& path, const ledger_purpose& purpose);

} // namespace useapi::bulk

#endif
