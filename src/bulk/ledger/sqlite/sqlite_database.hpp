#ifndef USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_DATABASE_HPP
#define USEAPI_SRC_BULK_LEDGER_SQLITE_SQLITE_DATABASE_HPP

#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/ledger/ledger_row.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <string>

// The form of rows in the file, and the meaning of SQLite's failures for the owner of the file. Importer and
// readers share it.

namespace useapi::bulk::sqlite {

inline constexpr std::int64_t application_id = 0x75736561; // "usea"
inline constexpr std::int64_t format_version = 1;

/** How long to wait if another program has locked the file. */
inline constexpr int patience_ms = 10'000;

/** The same time while an import runs, which then says that it waits and tries again. */
inline constexpr int patience_of_run_ms = 1'000;

inline constexpr const char* schema = R"(
    CREATE TABLE run (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL,
        seal BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE account (
        profile TEXT NOT NULL,
        email TEXT NOT NULL,
        state TEXT NOT NULL,
        before_sent TEXT NOT NULL,
        digest BLOB NOT NULL,
        line INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        status INTEGER NOT NULL,
        effect TEXT NOT NULL,
        may_pass INTEGER NOT NULL,
        error TEXT NOT NULL,
        retries TEXT NOT NULL,
        first_sent_at INTEGER,
        sent_at INTEGER,
        settled_at INTEGER,
        elapsed_ms INTEGER NOT NULL,
        seal BLOB NOT NULL,
        PRIMARY KEY (profile, email)
    ) STRICT, WITHOUT ROWID;
)";

inline constexpr const char* columns =
    "profile, email, state, before_sent, digest, line, attempts, status, effect, may_pass, error, retries, "
    "first_sent_at, sent_at, settled_at, elapsed_ms, seal";

/** Reads a row that was selected with `columns`. @throws useapi::exception if it is damaged */
ledger_row read_row(SQLite::Statement& found, const std::string& name);

void bind_row(SQLite::Statement& statement, const ledger_row& row);

/** The content of the table `run`. @throws useapi::exception if it is damaged */
std::map<std::string, std::string> read_run(SQLite::Database& database, const std::string& name);

/** @throws useapi::exception if it is damaged */
ledger_salt parse_salt(const std::string& text, const std::string& name);

/** @throws useapi::exception if the file is not a ledger, or has a later format */
void require_ledger(SQLite::Database& database, const std::string& name);

[[noreturn]] void refuse(const std::string& name, const std::string& why);
[[noreturn]] void refuse_damaged(const std::string& name, const std::string& what);

/** The meaning of a failure of SQLite for the owner of the file, as a text that follows the file's name. Only
    faults that SQLite finds in the file itself are called damage; a failure to lock, read or write the file
    is one of the file system.
    @param code  an extended result code
    @param said  SQLite's own words */
std::string meaning_of(int code, const std::string& said);

/** The same for a `quick_check` that did not find the file in order. A page that could not be read is no
   damage.
    @param found  the check's own words, perhaps in several lines */
std::string meaning_of_check(const std::string& found);

/** Says what a failure of SQLite means to the owner of the file. */
[[noreturn]] void refuse(const std::string& name, const SQLite::Exception& failure);

} // namespace useapi::bulk::sqlite

#endif
