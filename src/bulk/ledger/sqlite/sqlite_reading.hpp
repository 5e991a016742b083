#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_READING_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_READING_HPP

#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/sqlite/locked_file.hpp"

#include <memory>
#include <string>

namespace useapi::bulk {

/** Reads the ledger of a file. */
std::unique_ptr<ledger_reading> read_sqlite_ledger(const std::string& path);

/** Reads a copy of the ledger. @throws useapi::exception also if an import has it open */
std::unique_ptr<ledger_reading> read_sqlite_copy(const std::string& path);

/** The kind of a file by its beginning; `empty` for a file without a byte. */
sqlite::file_kind kind_of_ledger(const std::string& path);

} // namespace useapi::bulk

#endif
