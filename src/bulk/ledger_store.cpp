#include "bulk/ledger_store.hpp"

#include "bulk/ledger_reading.hpp"
#include "bulk/sqlite_ledger.hpp"
#include "bulk/sqlite_reading.hpp"

namespace useapi::bulk {

std::unique_ptr<ledger_store> open_ledger(const std::string& where, const ledger_purpose& purpose)
{
    return open_sqlite_ledger(where, purpose);
}

std::unique_ptr<ledger_reading> read_ledger(const std::string& where)
{
    return read_sqlite_ledger(where);
}

} // namespace useapi::bulk
