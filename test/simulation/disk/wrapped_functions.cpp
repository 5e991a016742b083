#include "bulk/ledger/ledger_decisions.hpp"
#include "bulk/ledger/ledger_writer.hpp"
#include "simulation/disk/ledger_bugs.hpp"
#include "simulation/disk/wall_clock.hpp"
#include "simulation/model_service.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

// Calls of the functions below from other files of the product come here: CMakeLists.txt hands every symbol
// of this file to the linker's `--wrap`. So the product has no part in its own bugs, and a function that is
// gone or changed its parameters fails to link. A member function's object comes as its first argument.

#define USEAPI_WRAP(function, symbol, result, ...)                                                           \
    result real_##function(__VA_ARGS__) asm("__real_" symbol);                                               \
    result wrapped_##function(__VA_ARGS__) asm("__wrap_" symbol);

namespace useapi::disk_simulation {

using bulk::ledger_claim;
using bulk::ledger_outcome;
using bulk::ledger_row;
using bulk::next_step;
using bulk::resume_rules;
using bulk::row_state;
using bulk::wall_time;
using clock_time = std::chrono::system_clock::time_point;
using claim_list = std::vector<ledger_claim>;
using when_admitted = bulk::ledger_writer::admitted;

// clang-format off
USEAPI_WRAP(system_now, "_ZNSt6chrono3_V212system_clock3nowEv", clock_time)
USEAPI_WRAP(execute, "_ZN6SQLite8Database4execEPKc", int, SQLite::Database*, const char*)
USEAPI_WRAP(commit, "_ZN6SQLite11Transaction6commitEv", void, SQLite::Transaction*)
USEAPI_WRAP(admit, "_ZN6useapi4bulk13ledger_writer5admitESt6vectorINS0_12ledger_claimESaIS3_EESt8functionIFvS2_INS0_9admissionESaIS7_EEEE", void, bulk::ledger_writer*, claim_list, when_admitted)
USEAPI_WRAP(decide, "_ZN6useapi4bulk6decideEPKNS0_10ledger_rowERKNS0_12ledger_claimERKNS0_12resume_rulesE", next_step, const ledger_row*, const ledger_claim&, const resume_rules&)
USEAPI_WRAP(may_be_there, "_ZN6useapi4bulk12may_be_thereERKNS0_10ledger_rowE", bool, const ledger_row&)
USEAPI_WRAP(mark_sent, "_ZN6useapi4bulk9mark_sentEPKNS0_10ledger_rowERKNS0_12ledger_claimENSt6chrono10time_pointINS7_3_V212system_clockENS7_8durationIlSt5ratioILl1ELl1000EEEEEE", ledger_row, const ledger_row*, const ledger_claim&, wall_time)
USEAPI_WRAP(mark_outcome, "_ZN6useapi4bulk12mark_outcomeENS0_10ledger_rowERKNS0_14ledger_outcomeENSt6chrono10time_pointINS5_3_V212system_clockENS5_8durationIlSt5ratioILl1ELl1000EEEEEE", ledger_row, ledger_row, const ledger_outcome&, wall_time)
// clang-format on

namespace {

std::function<wall_time()>& wall_clock()
{
    static std::function<wall_time()> set;
    return set;
}

} // namespace

void set_wall_clock(std::function<wall_time()> clock)
{
    wall_clock() = std::move(clock);
}

clock_time wrapped_system_now()
{
    return wall_clock() ? clock_time(wall_clock()()) : real_system_now();
}

int wrapped_execute(SQLite::Database* database, const char* statement)
{
    const std::string_view text = statement;
    if (text == "PRAGMA synchronous = FULL" && is_put_in("synchronous_off"))
        statement = "PRAGMA synchronous = OFF";
    if (text == "PRAGMA synchronous = FULL" && is_put_in("synchronous_normal"))
        statement = "PRAGMA synchronous = NORMAL";
    if (text == "PRAGMA journal_mode = WAL" && is_put_in("journal_in_memory"))
        statement = "PRAGMA journal_mode = MEMORY";
    if (text == "PRAGMA main.wal_checkpoint(TRUNCATE)" && is_put_in("log_is_continued"))
        return 0;
    return real_execute(database, statement);
}

void wrapped_commit(SQLite::Transaction* transaction)
{
    try {
        real_commit(transaction);
    } catch (const SQLite::Exception&) {
        if (!is_put_in("failed_commit_is_done"))
            throw;
    }
}

void wrapped_admit(bulk::ledger_writer* writer, claim_list claims, when_admitted done)
{
    if (!is_put_in("commit_not_awaited"))
        return real_admit(writer, std::move(claims), std::move(done));
    const std::vector<bulk::admission> all(claims.size(), bulk::admission(next_step::send));
    real_admit(writer, std::move(claims), [](auto) {});
    // The first step of the writer's next turn.
    writer->flush([done = std::move(done), all] { done(all); });
}

next_step wrapped_decide(const ledger_row* known, const ledger_claim& claim, const resume_rules& rules)
{
    resume_rules changed = rules;
    if (is_put_in("clock_distinguishes_runs"))
        changed.run_began = std::min(
            rules.run_began, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    if (is_put_in("repeats_what_may_do_harm"))
        changed.may_repeat = true;
    if (is_put_in("registered_is_sent_again") && known != nullptr && known->state == row_state::applied)
        return next_step::send;
    return real_decide(known, claim, changed);
}

bool wrapped_may_be_there(const ledger_row& row)
{
    return !is_put_in("failure_hides_earlier_run") && real_may_be_there(row);
}

ledger_row wrapped_mark_sent(const ledger_row* known, const ledger_claim& claim, wall_time now)
{
    ledger_row made = real_mark_sent(known, claim, now);
    if (is_put_in("sent_not_recorded"))
        made.state = made.before_sent;
    if (is_put_in("not_sent_is_pending"))
        made.before_sent = row_state::pending;
    return made;
}

ledger_row wrapped_mark_outcome(ledger_row known, const ledger_outcome& outcome, wall_time now)
{
    if (is_put_in("outcome_not_recorded"))
        return known;
    ledger_row made = real_mark_outcome(std::move(known), outcome, now);
    if (is_put_in("unknown_is_registered") && made.state == row_state::unknown)
        made.state = row_state::applied;
    if (is_put_in("password_in_ledger"))
        made.error += simulation::beginning_of_passwords;
    return made;
}

} // namespace useapi::disk_simulation
