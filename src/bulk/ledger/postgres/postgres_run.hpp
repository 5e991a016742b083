#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_RUN_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_RUN_HPP

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"

namespace useapi::bulk::postgres {

/** Makes the schema that the search path names, where it names one in small letters that is not there. */
void make_schema(connection& on);

/** Looks for the tables in the schemas of the search path, and has all transactions from here on use the
   first schema that holds them, or else the first one that could.
    @return whether they are there
    @throws useapi::exception  where none of the schemas exists */
bool find_tables(connection& on);

/** Makes the tables where they are not there yet. */
void make_tables(connection& on);

/** Records which run the ledger belongs to, or compares with what is recorded.
    @return the salt of its digests
    @throws useapi::exception  where it belongs to another input or service, or is damaged */
ledger_salt take_up_run(connection& on, const ledger_purpose& purpose);

/** @param text  as the run keeps its salt
    @throws useapi::exception  where it is damaged */
ledger_salt read_salt(const connection& on, const std::string& text);

/** Whether the ledger is the one with this salt. */
bool holds_run(connection& on, const ledger_salt& salt);

} // namespace useapi::bulk::postgres

#endif
