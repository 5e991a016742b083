#include "bulk/ledger/postgres/postgres_connection.hpp"
#include "bulk/ledger/postgres/postgres_entry.hpp"
#include "bulk/ledger/postgres/postgres_run.hpp"
#include "bulk/ledger/shared_ledger.hpp"

#include <chrono>
#include <string>

namespace useapi::bulk {
namespace {

constexpr std::chrono::seconds patience{10};

std::vector<std::string> grants_of(const std::string& schema)
{
    const std::string in_schema = postgres::quoted_name(schema) + '.';
    return {"GRANT USAGE ON SCHEMA " + postgres::quoted_name(schema) + " TO WORKER;",
            "GRANT SELECT, INSERT, UPDATE ON " + in_schema + "useapi_run, " + in_schema +
                "useapi_account TO WORKER;",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON " + in_schema + "useapi_worker TO WORKER;"};
}

} // namespace

shared_tables make_shared_ledger(const std::string& url)
{
    postgres::connection on(url);
    on.limit(patience, 2 * patience, patience);
    postgres::make_schema(on);
    postgres::find_tables(on);
    postgres::transaction all(on);
    on.execute(postgres::lock_of_entry);
    postgres::make_tables(on);
    all.commit();
    shared_tables made;
    made.ledger = on.name();
    made.schema = on.schema();
    made.grants = grants_of(made.schema);
    return made;
}

shared_link examine_shared_ledger(const std::string& url)
{
    return postgres::connection(url).link();
}

} // namespace useapi::bulk
