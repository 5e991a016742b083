#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_ENTRY_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_ENTRY_HPP

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace useapi::bulk::postgres {

class entering_worker
{
public:
    std::string name;
    std::chrono::milliseconds lease{};
    work_fingerprint fingerprint;
    std::map<std::string, std::string> notes; ///< to be recorded with the run if it begins one, by name
};

/** A name that no other process has, on any machine, now or later. */
std::string new_worker_name();

class run_entry
{
public:
    wall_time now{};       ///< by the database's clock
    wall_time run_began{}; ///< later than all outcomes of earlier runs
    std::int64_t others = 0;
};

/** Begins the lease of a worker, in a transaction of its own. Workers enter one after the other.
    @param has_begun  whether it took part before
    @throws useapi::exception  `errc::invalid_argument` if it may not take part */
run_entry enter_run(connection& on, const entering_worker& who, bool has_begun);

/** Asks for the leases of those that have rows, once the rows are locked.

    A SELECT that locks rows returns their newest versions, but of workers it sees only those that were there
    as it began. A worker that entered later, and took a row before it was locked, seems to have no lease.
    Leases that are over are locked too, since one of them may be about to be renewed.
    @param locked  rows whose last column names the worker that has them
    @param but     the name of the worker that asks
    @return the other workers that have rows, and may have a lease */
std::set<std::string> owners_with_lease(connection& on, const rows& locked, const std::string& but);

/** Workers that make tables, or enter, hold this lock to the end of the transaction. */
inline constexpr const char* lock_of_entry = "SELECT pg_advisory_xact_lock(1970496882)";

} // namespace useapi::bulk::postgres

#endif
