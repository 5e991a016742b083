#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_READING_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_READING_HPP

#include "bulk/ledger/ledger_reading.hpp"

#include <memory>
#include <string>

namespace useapi::bulk {

/** Reads the ledger of a file. */
std::unique_ptr<ledger_reading> read_sqlite_ledger(const std::string& path);

} // namespace useapi::bulk

#endif
