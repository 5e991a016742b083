#include "bulk/ledger/ledger_store.hpp"

#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/once_ready.hpp"
#include "bulk/ledger/shared_ledger.hpp"
#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#ifdef USEAPI_WITH_POSTGRESQL
#include "bulk/ledger/postgres/postgres_ledger.hpp"
#else
#include "bulk/refuse.hpp"
#endif

#include <algorithm>

namespace useapi::bulk {

#ifndef USEAPI_WITH_POSTGRESQL
namespace {

[[noreturn]] void refuse_url()
{
    refuse("a ledger in PostgreSQL: this useapi was built without it (-DUSEAPI_WITH_POSTGRESQL=ON)");
}

std::unique_ptr<ledger_store> open_postgres_ledger(const std::string&, const ledger_purpose&)
{
    refuse_url();
}

std::unique_ptr<ledger_reading> read_postgres_ledger(const std::string&)
{
    refuse_url();
}

std::unique_ptr<ledger_reading> read_postgres_ledger_if_any(const std::string&)
{
    refuse_url();
}

} // namespace

shared_tables make_shared_ledger(const std::string&)
{
    refuse_url();
}

shared_link examine_shared_ledger(const std::string&)
{
    refuse_url();
}
#endif

bool is_shared_ledger(std::string_view where) noexcept
{
    return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

bool holds_password(std::string_view where) noexcept
{
    if (!is_shared_ledger(where))
        return false;
    const std::string_view rest = where.substr(where.find("://") + 3);
    // The password ends at the last `@`, because one that is not encoded may hold any character.
    const std::size_t at_sign = rest.rfind('@');
    const bool in_front = at_sign != std::string_view::npos && rest.substr(0, at_sign).find(':') < at_sign;
    return in_front || rest.find("password=") != std::string_view::npos;
}

std::unique_ptr<ledger_store> open_ledger(const std::string& where, const ledger_purpose& purpose)
{
    return once_ready(purpose.noticed, [&] {
        return is_shared_ledger(where) ? open_postgres_ledger(where, purpose)
                                       : open_sqlite_ledger(where, purpose);
    });
}

std::unique_ptr<ledger_reading> read_ledger_if_any(const std::string& where)
{
    if (is_shared_ledger(where))
        return read_postgres_ledger_if_any(where);
    // SQLite would make files beside a file that is not a ledger.
    return kind_of_ledger(where) == sqlite::file_kind::ledger ? read_sqlite_ledger(where) : nullptr;
}

std::unique_ptr<ledger_reading> read_untouched_ledger(const std::string& where)
{
    if (is_shared_ledger(where))
        return read_postgres_ledger_if_any(where);
    return kind_of_ledger(where) == sqlite::file_kind::empty ? nullptr : read_sqlite_copy(where);
}

std::unique_ptr<ledger_reading> read_ledger(const std::string& where)
{
    return is_shared_ledger(where) ? read_postgres_ledger(where) : read_sqlite_ledger(where);
}

} // namespace useapi::bulk
