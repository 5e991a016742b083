#include "simulation/database/database_server.hpp"
#include "simulation/database/session.hpp"

#include <algorithm>
#include <chrono>
#include <set>

// How a session waits for others, and locks rows.

namespace useapi::database_simulation {
namespace {

using namespace std::chrono_literals;

// "The default is one second": https://www.postgresql.org/docs/15/runtime-config-locks.html
constexpr std::chrono::seconds deadlock_timeout = 1s;

} // namespace

void session::check_interrupts()
{
    if (is_terminated_)
        throw ended{*is_terminated_};
    if (statement_ends_ && server_.clock().now() >= *statement_ends_) {
        server_.count("database: a statement took too long");
        throw sql_error("57014", "canceling statement due to statement timeout");
    }
}

/** The server is busy with something else for a while. */
work<nothing> session::pause(std::string_view what)
{
    if (const auto time = server_.draw_pause(*this, what); time != 0ms) {
        const time_point end = server_.clock().now() + time;
        while (server_.clock().now() < end) {
            co_await rest{*this, statement_ends_ ? std::min(end, *statement_ends_) : end};
            check_interrupts();
        }
    }
    co_return nothing();
}

/** Until a transaction has ended. "Abort any statement that waits longer than the specified amount of time
    while attempting to acquire a lock on a table, index, row, or other database object."
    https://www.postgresql.org/docs/15/runtime-config-client.html */
work<nothing> session::wait_for(transaction_id other)
{
    const time_point begun = server_.clock().now();
    server_.count("database: a statement waited for another transaction");
    waits_for_ = other;
    while (server_.tables().is_in_progress(other)) {
        time_point next =
            server_.clock().now() < begun + deadlock_timeout ? begun + deadlock_timeout : time_point::max();
        if (lock_timeout_.count() != 0)
            next = std::min(next, begun + lock_timeout_);
        if (statement_ends_)
            next = std::min(next, *statement_ends_);
        co_await rest{*this, next == time_point::max() ? std::nullopt : std::optional(next)};
        waits_for_ = 0;
        check_interrupts();
        if (!server_.tables().is_in_progress(other))
            break;
        if (lock_timeout_.count() != 0 && server_.clock().now() >= begun + lock_timeout_) {
            server_.count("database: a lock was not had in time");
            throw sql_error("55P03", "canceling statement due to lock timeout");
        }
        waits_for_ = other;
        if (server_.clock().now() >= begun + deadlock_timeout && is_in_circle()) {
            waits_for_ = 0;
            server_.count("database: a deadlock");
            throw sql_error("40P01", "deadlock detected");
        }
    }
    waits_for_ = 0;
    co_return nothing();
}

bool session::is_in_circle() const
{
    std::set<transaction_id> met;
    for (transaction_id next = waits_for_; next != 0 && met.insert(next).second;
         next = server_.what_waits(next))
        if (next == transaction_)
            return true;
    return false;
}

/** @return false if it is skipped, or gone */
work<bool> session::lock_row(table where, const row_id& id, bool skips)
{
    for (;;) {
        auto& rows = server_.tables().of(where);
        const auto found = rows.find(id);
        if (found == rows.end())
            co_return false;
        const transaction_id holder = found->second.locked_by;
        if (holder == 0 || holder == transaction_)
            break;
        if (skips) {
            server_.count("database: a locked row was skipped");
            co_return false;
        }
        co_await wait_for(holder);
    }
    server_.tables().lock(where, id, transaction_);
    co_return true;
}

/** "If the first updater commits, the second updater will ignore the row if the first updater deleted it,
    otherwise it will attempt to apply its operation to the updated version of the row. The search condition
    of the command (the WHERE clause) is re-evaluated". What the condition says of other rows stays that of
    the statement's snapshot. https://www.postgresql.org/docs/15/transaction-iso.html */
work<std::vector<session::keyed_row>> session::select_for_update(table where, std::vector<row_id> ids,
                                                                 condition fits, bool skips)
{
    std::vector<keyed_row> found;
    for (const row_id& id : ids) {
        co_await pause("at_a_row");
        const values* const first = find(where, id);
        if (first == nullptr || !fits(*first))
            continue;
        const values before = *first;
        if (!co_await lock_row(where, id, skips))
            continue;
        const values* const newest = server_.tables().latest(server_.tables().of(where)[id], transaction_);
        if (newest == nullptr)
            continue;
        if (*newest != before) {
            server_.count("database: a row was changed before it was locked");
            if (!fits(*newest))
                continue;
        }
        found.emplace_back(id, *newest);
    }
    co_return found;
}

/** INSERT ... ON CONFLICT DO UPDATE: "guarantees an atomic INSERT or UPDATE outcome".
    https://www.postgresql.org/docs/15/sql-insert.html */
work<nothing> session::insert_or_update(table where, row_id id, values content)
{
    for (;;) {
        auto& rows = server_.tables().of(where);
        const auto found = rows.find(id);
        if (found == rows.end() || found->second.locked_by == 0 || found->second.locked_by == transaction_)
            break;
        co_await wait_for(found->second.locked_by);
    }
    server_.tables().put(where, id, std::move(content), transaction_);
    co_return nothing();
}

} // namespace useapi::database_simulation
