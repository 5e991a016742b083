#include "simulation/branches.hpp"
#include "simulation/database/database_bugs.hpp"
#include "simulation/database/history.hpp"
#include "simulation/program.hpp"

#include <array>
#include <chrono>
#include <iostream>
#include <string_view>
#include <utility>

namespace {

using namespace useapi::database_simulation;
using namespace useapi::simulation;
using std::chrono::milliseconds;

constexpr std::array expected_branches = std::to_array<std::string_view>({
    "call: made",
    "call: refused",
    "call: never left",
    "call: busy",
    "call: lost before",
    "call: lost after",
    "call: the service has the account already",
    "clock: that of a worker jumped",
    "clock: that of the database was set back",
    "clock: that of the database was set forward",
    "database: a failover kept sessions",
    "database: a failover lost commits",
    "database: a lock was not had in time",
    "database: a locked row was skipped",
    "database: a row was changed before it was locked",
    "database: a statement took too long",
    "database: a statement waited for another transaction",
    "database: a statement was slow",
    "database: a transaction was idle for too long",
    "database: crashed",
    "database: failed over",
    "database: takes no writes",
    "database: the table was locked",
    "database: took no writes for a while",
    "database: was restarted",
    "input: a row changed",
    "ledger: a lease had ended",
    "ledger: a locked row had an owner with a lease",
    "ledger: the owners of locked rows were asked for",
    "network: a connection vanished silently",
    "network: a connection was refused",
    "network: a request was lost",
    "network: an answer was lost",
    "network: slow",
    "network: the server was starting",
    "row: failed",
    "row: failed, by the ledger",
    "row: pending",
    "row: refused",
    "row: refused, by the ledger",
    "row: registered",
    "row: registered, by the ledger",
    "row: unknown",
    "row: unknown, by the ledger",
    "statement: fails with 40001",
    "statement: fails with 40P01",
    "statement: fails with 53100",
    "statement: fails with 53200",
    "statement: fails with 57014",
    "statement: fails with 57P01",
    "worker: cut",
    "worker: died",
    "worker: ended well",
    "worker: ended with a ledger that failed",
    "worker: its ledger failed",
    "worker: its machine died",
    "worker: its machine slept",
    "worker: refused to begin",
    "worker: stopped",
    "worker: was suspended",
});

told_history run_history(random_source source, const event_listener& listener)
{
    history one(std::move(source));
    if (listener)
        one.log().turn_on(listener);
    told_history told;
    told.found = one.run();
    told.made = one.random().kept();
    told.events = one.log().events();
    told.steps = one.commits();
    told.virtual_time = std::chrono::duration_cast<milliseconds>(one.clock().elapsed());
    return told;
}

} // namespace

int main(int count, char** texts)
{
    return run_program({"useapi_database_simulation", database_bugs(), run_history,
                        [] { return print_branches(std::cout, expected_branches); }},
                       {texts + 1, texts + count});
}
