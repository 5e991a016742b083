#include "bulk/ledger/ledger_decisions.hpp"
#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/ledger/ledger_writer.hpp"
#include "bulk/ledger/postgres/postgres_connection.hpp"
#include "bulk/ledger/postgres/postgres_failure.hpp"
#include "bulk/ledger/postgres/postgres_run.hpp"
#include "simulation/database/database_bugs.hpp"
#include "simulation/database/sim_threads.hpp"
#include "simulation/model_service.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

// Calls of the functions below from other files of the product come here: CMakeLists.txt hands every symbol
// of this file to the linker's `--wrap`. So the product has no part in its own bugs, and a function that is
// gone or changed its parameters fails to link. A member function's object comes as its first argument.

#define USEAPI_WRAP(function, symbol, result, ...)                                                           \
    result real_##function(__VA_ARGS__) asm("__real_" symbol);                                               \
    result wrapped_##function(__VA_ARGS__) asm("__wrap_" symbol);

namespace useapi::database_simulation {

using bulk::ledger_claim;
using bulk::ledger_outcome;
using bulk::ledger_row;
using bulk::ledger_salt;
using bulk::next_step;
using bulk::resume_rules;
using bulk::wall_time;
using bulk::postgres::failure_kind;
using clock_time = std::chrono::system_clock::time_point;
using result_list = std::vector<bulk::postgres::rows>;
using statement_list = std::vector<bulk::postgres::statement>;
using steady_time = bulk::ledger_writer::clock::time_point;

// clang-format off
USEAPI_WRAP(system_now, "_ZNSt6chrono3_V212system_clock3nowEv", clock_time)
USEAPI_WRAP(make_salt, "_ZN6useapi4bulk9make_saltEv", ledger_salt)
USEAPI_WRAP(execute_together, "_ZN6useapi4bulk8postgres10connection16execute_togetherERKSt6vectorINS1_9statementESaIS4_EE", result_list, bulk::postgres::connection*, const statement_list&)
USEAPI_WRAP(kind_of, "_ZN6useapi4bulk8postgres7kind_ofESt17basic_string_viewIcSt11char_traitsIcEE", failure_kind, std::string_view)
USEAPI_WRAP(holds_run, "_ZN6useapi4bulk8postgres9holds_runERNS1_10connectionERKSt5arrayIhLm16EE", bool, bulk::postgres::connection&, const ledger_salt&)
USEAPI_WRAP(lease_number, "_ZNK6useapi4bulk13ledger_writer12lease_numberEv", std::uint64_t, const bulk::ledger_writer*)
USEAPI_WRAP(now_with_sleep, "_ZN6useapi4bulk13ledger_writer14now_with_sleepEv", steady_time)
USEAPI_WRAP(decide, "_ZN6useapi4bulk6decideEPKNS0_10ledger_rowERKNS0_12ledger_claimERKNS0_12resume_rulesE", next_step, const ledger_row*, const ledger_claim&, const resume_rules&)
USEAPI_WRAP(mark_sent, "_ZN6useapi4bulk9mark_sentEPKNS0_10ledger_rowERKNS0_12ledger_claimENSt6chrono10time_pointINS7_3_V212system_clockENS7_8durationIlSt5ratioILl1ELl1000EEEEEE", ledger_row, const ledger_row*, const ledger_claim&, wall_time)
USEAPI_WRAP(mark_outcome, "_ZN6useapi4bulk12mark_outcomeENS0_10ledger_rowERKNS0_14ledger_outcomeENSt6chrono10time_pointINS5_3_V212system_clockENS5_8durationIlSt5ratioILl1ELl1000EEEEEE", ledger_row, ledger_row, const ledger_outcome&, wall_time)
// clang-format on

clock_time wrapped_system_now()
{
    const sim_thread* const self = sim_threads::current();
    return self == nullptr ? real_system_now() : self->on.wall_now();
}

/** The same bytes each time: a history must be the same each time. */
ledger_salt wrapped_make_salt()
{
    sim_thread* const self = sim_threads::current();
    if (self == nullptr)
        return real_make_salt();
    ledger_salt made{};
    made[0] = static_cast<std::uint8_t>(self->on.number());
    made[1] = static_cast<std::uint8_t>(self->on.next_number());
    return made;
}

result_list wrapped_execute_together(bulk::postgres::connection* on, const statement_list& all)
{
    try {
        return real_execute_together(on, all);
    } catch (const bulk::ledger_not_ready&) {
        if (!is_put_in("lost_commit_is_done") || all.back().sql != "COMMIT")
            throw;
        return {};
    }
}

failure_kind wrapped_kind_of(std::string_view state)
{
    const failure_kind kind = real_kind_of(state);
    if (kind == failure_kind::read_only && is_put_in("read_only_not_reconnected"))
        return failure_kind::held_up;
    if (kind == failure_kind::conflict && is_put_in("conflict_not_retried"))
        return failure_kind::lasting;
    return kind;
}

bool wrapped_holds_run(bulk::postgres::connection& on, const ledger_salt& salt)
{
    return real_holds_run(on, salt) || is_put_in("replaced_ledger_is_taken");
}

std::uint64_t wrapped_lease_number(const bulk::ledger_writer* writer)
{
    return is_put_in("lease_number_never_changes") ? 0 : real_lease_number(writer);
}

steady_time wrapped_now_with_sleep()
{
    return is_put_in("lease_stands_still_in_sleep") ? bulk::ledger_writer::clock::now()
                                                    : real_now_with_sleep();
}

next_step wrapped_decide(const ledger_row* known, const ledger_claim& claim, const resume_rules& rules)
{
    resume_rules changed = rules;
    if (is_put_in("repeats_what_may_do_harm"))
        changed.may_repeat = true;
    const next_step step = real_decide(known, claim, changed);
    return step == next_step::keep && is_put_in("kept_row_is_sent") ? next_step::send : step;
}

ledger_row wrapped_mark_sent(const ledger_row* known, const ledger_claim& claim, wall_time now)
{
    ledger_row made = real_mark_sent(known, claim, now);
    if (is_put_in("sent_not_recorded"))
        made.state = made.before_sent;
    return made;
}

ledger_row wrapped_mark_outcome(ledger_row known, const ledger_outcome& outcome, wall_time now)
{
    if (is_put_in("own_clock_settles"))
        now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    ledger_row made = real_mark_outcome(std::move(known), outcome, now);
    if (is_put_in("password_in_ledger"))
        made.error += simulation::beginning_of_passwords;
    return made;
}

} // namespace useapi::database_simulation
