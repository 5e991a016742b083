#include "bulk/account_key.hpp"
#include "simulation/database/history.hpp"

#include <algorithm>
#include <string>
#include <string_view>

// What must hold whenever a transaction is committed, and whenever a row leaves.

namespace useapi::database_simulation {
namespace {

constexpr std::size_t email_column = 1;
constexpr std::size_t state_column = 2;
constexpr std::size_t digest_column = 4;
constexpr std::size_t settled_column = 14;
constexpr std::size_t worker_column = 17;

bool is_outcome(std::string_view state)
{
    return state == "applied" || state == "rejected" || state == "failed" || state == "unknown";
}

unsigned version_of(model_account& account, const values& row)
{
    for (const auto& [digest, version] : account.versions)
        if ("\\x" + bulk::to_hexadecimal(digest) == *row[digest_column])
            return version;
    return 0;
}

} // namespace

void history::on_commit(const session& of, const std::vector<change>& changes)
{
    log_.add({"session", of.number()}, "commits ", changes.size(), " rows");
    bool has_accounts = false;
    // The leases of this transaction come last, since they tell about the time before it.
    for (const change& each : changes)
        if (each.where == table::account) {
            has_accounts = true;
            on_account_changed(of, each);
        }
    for (const change& each : changes)
        if (each.where == table::worker)
            on_worker_changed(of, each);
    if (!has_accounts)
        return;
    const std::string& salt = workers_[of.worker() - 1]->salt();
    const values* const found = server_.tables().committed(table::run, {"salt"});
    if (!salt.empty() && (found == nullptr || (*found)[1] != salt))
        violate("a worker writes to the ledger of another import");
}

void history::on_worker_changed(const session& of, const change& what)
{
    const std::string& name = what.id.front();
    if (!what.after) {
        leased_since_.erase(name);
        return;
    }
    worker_of_[name] = of.worker();
    const bool was_valid = what.before && std::stoll(*(*what.before)[1]) > server_.time();
    if (!was_valid || !leased_since_.contains(name))
        leased_since_[name] = clock_.now();
}

void history::on_account_changed(const session& of, const change& what)
{
    const std::string& email = what.id[1];
    if (!what.after) {
        violate(email + ": the ledger lost the row");
        return;
    }
    const values& after = *what.after;
    check_truth(after);
    model_account& its = account(email);
    account_state& state = states_[{email, version_of(its, after)}];
    // A row that is not sent after all has its former state again, and is not settled by that.
    if (what.before && (*what.before)[settled_column] != after[settled_column])
        state.settled_in = run_began();
    if (!what.before)
        return;
    const values& before = *what.before;
    const value& former = before[worker_column];
    const bool was_others = former && worker_of_[*former] != of.worker();
    // One transaction may take a row of a dead worker and, if the run ends, give it back.
    const bool is_given_back = *after[state_column] == "unknown" && was_others && !has_lease(*former);
    if (was_others && is_outcome(*after[state_column]) && *before[state_column] == "sent" && !is_given_back &&
        !was_lossy())
        violate(email + ": a worker records the outcome of a row that is not its own");
    if (was_others && has_lease(*former) && leased_since_[*former] <= of.began_at())
        violate(email + ": a worker takes a row of another one that has a lease");
    if (*after[state_column] != "sent" || before[digest_column] != after[digest_column])
        return;
    if (*before[state_column] == "applied")
        violate(email + ": is to be sent again, though the ledger has it as registered");
    if (is_outcome(*before[state_column]) && state.settled_in == run_began())
        violate(email + ": is to be sent again in the run that settled it");
}

/** What the ledger says of a row is true. */
void history::check_truth(const values& row)
{
    const std::string& email = *row[email_column];
    const std::string& state = *row[state_column];
    model_account& its = account(email);
    const unsigned version = version_of(its, row);
    const simulation::deeds& done = its.of(version);
    if (version == 0)
        violate(email + ": the ledger has the digest of unknown data");
    if (state == "applied" && !done.was_made)
        violate(email + ": the ledger calls it registered, and it never was");
    if (state == "rejected" && !done.was_refused)
        violate(email + ": the ledger calls it refused, and it never was");
    if (state == "failed" && done.was_made && !was_lossy())
        violate(email + ": the ledger says that the service did nothing, and it did");
    if (state == "pending" && done.was_made && !was_lossy())
        violate(email + ": the ledger says that it was not sent, and it was");
}

/** A row may leave only while the database has it as sent, by a worker whose lease is in force, and if the
    ledger does not forbid it. */
void history::check_call(const worker_process& worker, model_account& account)
{
    const std::string& email = account.email();
    account_state& state = state_of(account);
    const bool may_do_harm = !may_repeat_ && (state.may_be_made || state.open_calls != 0);
    if (may_do_harm && !worker.retries_rejected() && !was_lossy())
        violate(email + ": is sent again, though it may be registered and that may do harm");
    // A worker learns of a step of the clock, and of a failover, by its next transaction.
    const bool does_not_know = (stepped_at_ && *stepped_at_ > worker.committed_at()) || was_lossy();
    if (does_not_know)
        return;
    const values* const stored = server_.tables().committed(table::account, {"", bulk::account_key(email)});
    if (stored == nullptr || *(*stored)[state_column] != "sent" ||
        version_of(account, *stored) != account.version()) {
        violate(email + ": is sent before the database has it as sent");
        return;
    }
    const value& owner = (*stored)[worker_column];
    if (!owner || worker_of_[*owner] != worker.number())
        violate(email + ": is sent by a worker that does not own it");
    else if (!has_lease(*owner))
        violate(email + ": is sent by a worker whose lease has ended");
}

void history::check_round(const round_plan& plan)
{
    for (const auto& [id, row] : server_.tables().committed(table::account))
        check_truth(row);
    for (const auto& [id, row] : server_.tables().committed(table::worker)) {
        const worker_process& its = *workers_[worker_of_[id.front()] - 1];
        if (plan.is_last && its.left_in_order() && has_lease(id.front()))
            violate("a worker that ended in order still has a lease");
    }
}

} // namespace useapi::database_simulation
