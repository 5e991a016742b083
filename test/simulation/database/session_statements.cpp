#include "simulation/database/database_bugs.hpp"
#include "simulation/database/database_server.hpp"
#include "simulation/database/session.hpp"
#include "simulation/database/statement_texts.hpp"
#include "simulation/database/statement_values.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <unordered_map>
#include <utility>

// What the statements about transactions, the run and its workers do.

namespace useapi::database_simulation {

const values* session::find(table where, const row_id& id)
{
    const auto found = server_.tables().of(where).find(id);
    return found == server_.tables().of(where).end() ? nullptr : server_.tables().seen(found->second, now_);
}

std::vector<session::keyed_row> session::all(table where)
{
    std::vector<keyed_row> rows;
    for (const auto& [id, each] : server_.tables().of(where))
        if (const values* const seen = server_.tables().seen(each, now_))
            rows.emplace_back(id, *seen);
    return rows;
}

void session::require_table(const std::string& name) const
{
    auto& names = server_.tables().of(table::names);
    const auto found = names.find({name});
    if (found == names.end() || server_.tables().latest(found->second, transaction_) == nullptr)
        throw sql_error("42P01", "relation \"" + name + "\" does not exist");
}

/** Before a statement reads or changes the table of accounts, or changes another one. */
work<nothing> session::change_table(std::string name)
{
    require_table(name);
    if (is_read_only_) {
        server_.count("database: takes no writes");
        throw sql_error("25006", "cannot execute the statement in a read-only transaction");
    }
    if (name == "useapi_account" && server_.accounts_lock != 0)
        co_await wait_for(server_.accounts_lock);
    co_await pause("at_a_statement");
    co_return nothing();
}

bool session::has_lease(const value& worker)
{
    const values* const found = worker ? find(table::worker, {*worker}) : nullptr;
    return found != nullptr && number_of((*found)[1]) > server_.time();
}

work<sql_result> session::begin_read_committed(const values&)
{
    transaction_ = server_.tables().begin();
    began_at_ = server_.clock().now();
    tells_of_lease_ = false;
    is_read_only_ = is_stale_ || !server_.takes_writes();
    co_return done();
}

/** "This level is different from Read Committed in that a query in a repeatable read transaction sees a
    snapshot as of the start of the first non-transaction-control statement in the transaction".
    https://www.postgresql.org/docs/15/transaction-iso.html */
work<sql_result> session::begin_snapshot(const values&)
{
    transaction_ = server_.tables().begin();
    is_read_only_ = true;
    kept_ = snapshot{0, 0};
    co_return done();
}

work<sql_result> session::set_settings(const values& given)
{
    lock_timeout_ = std::chrono::milliseconds(number_of(given[1]));
    statement_timeout_ = std::chrono::milliseconds(number_of(given[2]));
    idle_timeout_ = std::chrono::milliseconds(number_of(given[3]));
    co_return one_row(given[0], given[1], given[2], given[3], "UTF8", "hex", "on", std::nullopt);
}

work<sql_result> session::commit(const values&)
{
    if (std::exchange(has_failed_, false))
        co_return done();
    co_await pause("at_the_commit");
    server_.on_commit(*this, server_.tables().commit(transaction_));
    if (std::exchange(tells_of_lease_, false))
        committed_ = began_at_;
    look_up();
    co_return done();
}

work<sql_result> session::undo(const values&)
{
    has_failed_ = false;
    roll_back();
    co_return done();
}

work<sql_result> session::tell_schemas(const values&)
{
    bool is_there = false;
    for (const keyed_row& each : all(table::names))
        is_there = is_there || each.first.front() == "useapi_account";
    co_return one_row("public", truth(is_there), "\"$user\", public");
}

/** "pg_advisory_xact_lock: Obtains an exclusive transaction-level advisory lock, waiting if necessary."
    https://www.postgresql.org/docs/15/functions-admin.html */
work<sql_result> session::lock_entry(const values&)
{
    if (!is_put_in("entry_not_locked")) {
        while (server_.entry_lock != 0 && server_.entry_lock != transaction_)
            co_await wait_for(server_.entry_lock);
        server_.entry_lock = transaction_;
    }
    co_return one_row("");
}

work<sql_result> session::find_accounts(const values&)
{
    const auto& names = server_.tables().of(table::names);
    const auto found = names.find({"useapi_account"});
    const bool is_there =
        found != names.end() && server_.tables().latest(found->second, transaction_) != nullptr;
    co_return one_row(is_there ? value("useapi_account") : std::nullopt);
}

work<sql_result> session::find_run(const values&)
{
    const auto& names = server_.tables().of(table::names);
    const auto found = names.find({"useapi_run"});
    const bool is_there =
        found != names.end() && server_.tables().latest(found->second, transaction_) != nullptr;
    co_return one_row(is_there ? value("useapi_run") : std::nullopt);
}

work<sql_result> session::make_table(std::string name)
{
    if (is_read_only_)
        throw sql_error("25006", "cannot execute CREATE TABLE in a read-only transaction");
    auto& names = server_.tables().of(table::names);
    const auto found = names.find({name});
    if (found != names.end() && found->second.locked_by != 0 && found->second.locked_by != transaction_) {
        co_await wait_for(found->second.locked_by);
        throw sql_error("23505",
                        "duplicate key value violates unique constraint \"pg_type_typname_nsp_index\"");
    }
    if (found == names.end())
        server_.tables().put(table::names, {name}, values(), transaction_);
    co_return done();
}

work<sql_result> session::make_run(const values&)
{
    return make_table("useapi_run");
}

work<sql_result> session::make_worker(const values&)
{
    return make_table("useapi_worker");
}

work<sql_result> session::make_account(const values&)
{
    return make_table("useapi_account");
}

work<sql_result> session::tell_run(const values&)
{
    require_table("useapi_run");
    std::vector<values> rows;
    for (keyed_row& each : all(table::run))
        rows.push_back(std::move(each.second));
    co_return table_of(std::move(rows));
}

work<sql_result> session::set_run(const values& given)
{
    co_await change_table("useapi_run");
    row_id id{*given[0]};
    values content = given;
    co_await insert_or_update(table::run, std::move(id), std::move(content));
    co_return done();
}

work<sql_result> session::set_all_of_run(const values& given)
{
    co_await change_table("useapi_run");
    const std::vector<values> rows = unnest(given);
    for (values each : rows) {
        row_id id{*each[0]};
        co_await insert_or_update(table::run, std::move(id), std::move(each));
    }
    co_return done();
}

work<sql_result> session::tell_others(const values& given)
{
    require_table("useapi_worker");
    std::int64_t others = 0;
    std::int64_t longest = 0;
    for (const keyed_row& each : all(table::worker)) {
        const std::int64_t left = number_of(each.second[1]) - server_.time();
        if (each.second[0] == given[0] || left <= 0)
            continue;
        ++others;
        longest = std::max(longest, left);
    }
    co_return one_row(std::to_string(others), std::to_string(longest));
}

work<sql_result> session::tell_time(const values&)
{
    co_return one_row(std::to_string(server_.time()));
}

work<sql_result> session::tell_last_outcome(const values&)
{
    require_table("useapi_account");
    if (server_.accounts_lock != 0)
        co_await wait_for(server_.accounts_lock);
    std::int64_t last = 0;
    for (const keyed_row& each : all(table::account))
        last = std::max(last, number_of(each.second[column::settled_at]));
    co_return one_row(std::to_string(last));
}

/** Skips those that another transaction has locked. */
work<std::vector<session::keyed_row>> session::lock_dead_workers(std::vector<row_id> ids)
{
    condition is_dead = [this](const values& row) { return number_of(row[1]) < server_.time(); };
    return select_for_update(table::worker, std::move(ids), std::move(is_dead), true);
}

work<sql_result> session::remove_dead_workers(const values&)
{
    co_await change_table("useapi_worker");
    std::vector<row_id> ids;
    for (const keyed_row& each : all(table::worker))
        ids.push_back(each.first);
    const std::vector<keyed_row> dead = co_await lock_dead_workers(std::move(ids));
    for (const keyed_row& each : dead)
        server_.tables().put(table::worker, each.first, std::nullopt, transaction_);
    co_return done();
}

work<sql_result> session::tell_owners_with_lease(const values& given)
{
    co_await change_table("useapi_worker");
    server_.count("ledger: the owners of locked rows were asked for");
    std::vector<row_id> ids;
    const std::vector<values> names = unnest(given);
    for (const values& each : names)
        ids.push_back({*each[0]});
    const std::vector<keyed_row> dead = co_await lock_dead_workers(ids);
    std::set<row_id> over;
    for (const keyed_row& each : dead)
        over.insert(each.first);
    std::vector<values> rows;
    for (const row_id& id : ids)
        if (!over.contains(id) && find(table::worker, id) != nullptr && !is_put_in("owners_not_asked_for") &&
            !is_put_in("lease_ignored"))
            rows.push_back({id[0]});
    if (!rows.empty())
        server_.count("ledger: a locked row had an owner with a lease");
    co_return table_of(std::move(rows));
}

work<sql_result> session::enter(const values& given)
{
    co_await change_table("useapi_worker");
    tells_of_lease_ = true;
    values row{given[0], std::to_string(server_.time() + number_of(given[1]))};
    row_id id{*given[0]};
    co_await insert_or_update(table::worker, std::move(id), std::move(row));
    co_return done();
}

work<sql_result> session::renew(const values& given)
{
    co_await change_table("useapi_worker");
    tells_of_lease_ = true;
    std::int64_t until = server_.time() + number_of(given[1]);
    condition is_alive = [this](const values& row) {
        return number_of(row[1]) > server_.time() || is_put_in("ended_lease_is_renewed");
    };
    std::vector<row_id> ids{{*given[0]}};
    const std::vector<keyed_row> mine =
        co_await select_for_update(table::worker, std::move(ids), std::move(is_alive), false);
    if (mine.empty()) {
        server_.count("ledger: a lease had ended");
        co_return table_of(std::vector<values>());
    }
    if (!is_put_in("lease_not_renewed"))
        server_.tables().put(table::worker, {*given[0]}, values{given[0], std::to_string(until)},
                             transaction_);
    co_return one_row(std::to_string(server_.time()));
}

work<sql_result> session::remove_worker(const values& given)
{
    co_await change_table("useapi_worker");
    const row_id id{*given[0]};
    const bool is_there = find(table::worker, id) != nullptr && co_await lock_row(table::worker, id, false);
    if (is_there && !is_put_in("worker_not_removed"))
        server_.tables().put(table::worker, id, std::nullopt, transaction_);
    co_return done();
}

session::handler session::handler_of(const std::string& text)
{
    static const std::unordered_map<std::string_view, handler> known{
        {statement_text::begin_read_committed, &session::begin_read_committed},
        {statement_text::begin_snapshot, &session::begin_snapshot},
        {statement_text::settings, &session::set_settings},
        {statement_text::commit, &session::commit},
        {statement_text::roll_back, &session::undo},
        {statement_text::schemas, &session::tell_schemas},
        {statement_text::lock_of_entry, &session::lock_entry},
        {statement_text::find_accounts, &session::find_accounts},
        {statement_text::find_run, &session::find_run},
        {statement_text::make_run, &session::make_run},
        {statement_text::make_worker, &session::make_worker},
        {statement_text::make_account, &session::make_account},
        {statement_text::run, &session::tell_run},
        {statement_text::set_run, &session::set_run},
        {statement_text::set_all_of_run, &session::set_all_of_run},
        {statement_text::others, &session::tell_others},
        {statement_text::time, &session::tell_time},
        {statement_text::last_outcome, &session::tell_last_outcome},
        {statement_text::remove_dead_workers, &session::remove_dead_workers},
        {statement_text::enter, &session::enter},
        {statement_text::renew, &session::renew},
        {statement_text::insert_claims, &session::insert_claims},
        {statement_text::select_claims, &session::select_claims},
        {statement_text::owners_with_lease, &session::tell_owners_with_lease},
        {statement_text::look, &session::look},
        {statement_text::select_mine, &session::select_mine},
        {statement_text::put, &session::put},
        {statement_text::remove_worker, &session::remove_worker},
    };
    const auto found = known.find(text);
    return found == known.end() ? nullptr : found->second;
}

} // namespace useapi::database_simulation
