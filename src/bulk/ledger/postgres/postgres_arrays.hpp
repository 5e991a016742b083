#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_ARRAYS_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_POSTGRES_ARRAYS_HPP

#include "bulk/ledger/postgres/postgres_rows.hpp"

#include <string>
#include <vector>

namespace useapi::bulk::postgres {

/** The keys by which rows are found: a statement takes many of them as arrays. */
class key_arrays
{
public:
    void add(const row_key& key)
    {
        profiles_.emplace_back(key.profile);
        emails_.emplace_back(key.email);
    }

    bool empty() const noexcept { return profiles_.empty(); }

    std::vector<parameter> parameters() const { return {array_of(profiles_), array_of(emails_)}; }

    /** The same, and the name of a worker. */
    std::vector<parameter> parameters(const std::string& worker) const
    {
        return {array_of(profiles_), array_of(emails_), worker};
    }

private:
    std::vector<parameter> profiles_;
    std::vector<parameter> emails_;
};

/** A row to store, and its owner from then on. */
class stored_row
{
public:
    ledger_row row;
    parameter worker;
};

/** All values of many rows, one array for each column: the parameters of `unnested`. */
std::vector<parameter> arrays_of(const std::vector<stored_row>& all);

/** `columns`, and the worker. */
inline constexpr const char* unnested =
    "unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bigint[], $7::bigint[], "
    "$8::integer[], $9::text[], $10::boolean[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], "
    "$15::bigint[], $16::bigint[], $17::bytea[], $18::text[])";

} // namespace useapi::bulk::postgres

#endif
