#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_RUN_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_RUN_HPP

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"

namespace useapi::bulk::postgres {

/** Makes the schema of the search path, if the path names one in lower case that does not exist. */
void make_schema(connection& on);

/** Looks for the tables in the schemas of the search path. All later transactions use the first schema that
    holds them, else the first schema that exists.
    @return whether the tables exist
    @throws useapi::exception  if none of the schemas exists */
bool find_tables(connection& on);

/** Makes the tables that do not exist yet. */
void make_tables(connection& on);

/** Records the run to which the ledger belongs, or compares it with the recorded one.
    @return the salt of its digests
    @throws useapi::exception  if it belongs to another input or service, or is damaged */
ledger_salt take_up_run(connection& on, const ledger_purpose& purpose);

/** @param text  the recorded salt
    @throws useapi::exception  if it is damaged */
ledger_salt read_salt(const connection& on, const std::string& text);

/** Whether the ledger is the one with this salt. */
bool holds_run(connection& on, const ledger_salt& salt);

} // namespace useapi::bulk::postgres

#endif
