#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_ROWS_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_ROWS_HPP

#include "bulk/ledger/ledger_row.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"

#include <map>
#include <string>
#include <vector>

namespace useapi::bulk::postgres {

inline constexpr const char* columns =
    "profile, email, state, before_sent, digest, line, attempts, status, effect, may_pass, error, retries, "
    "first_sent_at, sent_at, settled_at, elapsed_ms, seal";

/** The database's clock, in milliseconds since 1970. */
inline constexpr const char* now_in_ms = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

inline constexpr const char* run_query = "SELECT name, value FROM useapi_run";

/** The values of the table `useapi_run`, by name. */
std::map<std::string, std::string> read_run(const rows& all);
std::map<std::string, std::string> read_run(connection& database);

/** Reads a row that was selected with `columns`. */
ledger_row read_row(const connection& from, const rows& found, int row);

/** Reads all rows that were selected with `columns`, by their keys. */
std::map<row_key, ledger_row> read_rows(const connection& from, const rows& found);

/** The values of a row in the order of `columns`. */
std::vector<parameter> values_of(const ledger_row& row);

/** An array in the form for a statement. */
std::string array_of(const std::vector<parameter>& values);

} // namespace useapi::bulk::postgres

#endif
