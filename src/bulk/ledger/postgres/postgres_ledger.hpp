#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_LEDGER_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_LEDGER_HPP

#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/ledger_store.hpp"

#include <memory>
#include <string>

namespace useapi::bulk {

/** A ledger in a PostgreSQL database, which any number of workers share.

    A row that is being sent belongs to the worker that claimed it, as long as this worker renews its lease.
    Every transaction renews it. When a lease has ended, any worker may claim the rows. All times are by the
    database's clock.
*/
std::unique_ptr<ledger_store> open_postgres_ledger(const std::string& url, const ledger_purpose& purpose);

std::unique_ptr<ledger_reading> read_postgres_ledger(const std::string& url);

/** Opens the ledger of a database for reading; null if the database holds none. */
std::unique_ptr<ledger_reading> read_postgres_ledger_if_any(const std::string& url);

} // namespace useapi::bulk

#endif
