#include "simulation/database/database_bugs.hpp"
#include "simulation/database/database_server.hpp"
#include "simulation/database/session.hpp"
#include "simulation/database/statement_values.hpp"

#include <algorithm>
#include <utility>

// What the statements about rows of the input do.

namespace useapi::database_simulation {
namespace {

/** A row without its worker, and something else behind it. */
values with(values row, value last)
{
    row.back() = std::move(last);
    return row;
}

} // namespace

/** INSERT ... ON CONFLICT DO NOTHING waits for a transaction that inserts the same key: only its end tells
    whether there is a conflict. "it is possible for the row to be not visible to the command's snapshot".
    https://www.postgresql.org/docs/15/transaction-iso.html#XACT-READ-COMMITTED */
work<sql_result> session::insert_claims(const values& given)
{
    co_await change_table("useapi_account");
    std::vector<values> inserted;
    const std::vector<values> wanted = unnest(given);
    for (const values& each : wanted) {
        co_await pause("at_a_row");
        const row_id id = account_of(each);
        bool is_there = false;
        for (;;) {
            auto& rows = server_.tables().of(table::account);
            const auto found = rows.find(id);
            if (found == rows.end() || found->second.versions.empty())
                break;
            const transaction_id maker = found->second.versions.back().made_by;
            if (maker != transaction_ && server_.tables().is_in_progress(maker)) {
                co_await wait_for(maker);
                continue;
            }
            is_there = !found->second.versions.back().is_gone;
            break;
        }
        if (is_there)
            continue;
        server_.tables().put(table::account, id, each, transaction_);
        inserted.push_back({id[0], id[1]});
    }
    co_return table_of(std::move(inserted));
}

work<sql_result> session::select_claims(const values& given)
{
    co_await change_table("useapi_account");
    condition fits = [this, given](const values& row) {
        const value& worker = row[column::worker];
        return !worker || worker == given[2] || !has_lease(worker) || is_put_in("lease_ignored");
    };
    std::vector<keyed_row> found;
    if (is_put_in("claims_not_locked")) {
        for (const row_id& id : keys_of(given))
            if (const values* const seen = find(table::account, id); seen != nullptr && fits(*seen))
                found.emplace_back(id, *seen);
    } else {
        found = co_await select_for_update(table::account, keys_of(given), std::move(fits), true);
    }
    std::vector<values> rows;
    for (keyed_row& each : found)
        rows.push_back(std::move(each.second));
    co_return table_of(std::move(rows));
}

work<sql_result> session::look(const values& given)
{
    require_table("useapi_account");
    if (server_.accounts_lock != 0)
        co_await wait_for(server_.accounts_lock);
    std::vector<values> rows;
    for (const row_id& id : keys_of(given))
        if (const values* const seen = find(table::account, id)) {
            const value& worker = (*seen)[column::worker];
            const bool is_taken = worker && worker != given[2] && has_lease(worker);
            rows.push_back(with(*seen, truth(is_taken)));
        }
    co_return table_of(std::move(rows));
}

work<sql_result> session::select_mine(const values& given)
{
    co_await change_table("useapi_account");
    std::vector<row_id> ids = keys_of(given);
    std::sort(ids.begin(), ids.end());
    condition is_mine = [given](const values& row) {
        return row[column::worker] == given[2] || is_put_in("outcome_of_others_written");
    };
    const std::vector<keyed_row> found =
        co_await select_for_update(table::account, std::move(ids), std::move(is_mine), false);
    std::vector<values> rows;
    for (const keyed_row& each : found)
        rows.emplace_back(each.second.begin(), each.second.end() - 1);
    co_return table_of(std::move(rows));
}

/** UPDATE ... FROM: rows that the snapshot does not see are left alone. */
work<sql_result> session::put(const values& given)
{
    co_await change_table("useapi_account");
    const std::vector<values> wanted = unnest(given);
    for (const values& each : wanted) {
        const row_id id = account_of(each);
        if (find(table::account, id) == nullptr || !co_await lock_row(table::account, id, false))
            continue;
        if (server_.tables().latest(server_.tables().of(table::account)[id], transaction_) != nullptr)
            server_.tables().put(table::account, id, each, transaction_);
    }
    co_return done();
}

} // namespace useapi::database_simulation
