#ifndef USEAPI_TEST_UNIT_BULK_LEDGER_SQLITE_SOME_LEDGER_HPP
#define USEAPI_TEST_UNIT_BULK_LEDGER_SQLITE_SOME_LEDGER_HPP

#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include <cstddef>
#include <string>

namespace useapi::bulk::testing {

/** The purpose of an import of `/x/in.csv`. */
inline ledger_purpose purpose_of_import()
{
    ledger_purpose made;
    made.identity.input = "/x/in.csv";
    made.identity.first_email = "a0@b.cd";
    made.identity.base_url = "https://a/v1";
    return made;
}

inline std::size_t accounts_in(const std::string& path)
{
    std::size_t count = 0;
    read_sqlite_ledger(path)->for_each([&count](const ledger_row&) { ++count; });
    return count;
}

} // namespace useapi::bulk::testing

#endif
