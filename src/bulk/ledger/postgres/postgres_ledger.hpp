#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_LEDGER_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_LEDGER_HPP

#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/ledger_store.hpp"

#include <memory>
#include <string>

namespace useapi::bulk {

/** A ledger in a PostgreSQL database, which any number of workers share.

    A row that is being sent belongs to the worker that claimed it, for as long as that worker renews its
   lease, which every transaction does. Any worker may claim the rows of a worker whose lease ended. All of it
   is by the database's clock.
*/
std::unique_ptr<ledger_store> open_postgres_ledger(const std::string& url, const ledger_purpose& purpose);

std::unique_ptr<ledger_reading> read_postgres_ledger(const std::string& url);

/** The same; null if the database holds no ledger. */
std::unique_ptr<ledger_reading> read_postgres_ledger_if_any(const std::string& url);

} // namespace useapi::bulk

#endif
