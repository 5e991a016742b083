#include "exhaustive/ledger_table.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace useapi::exhaustive::ledgers {

using namespace useapi::bulk;

row_key key_of(std::size_t row)
{
    return {"", std::to_string(row) + "@example.com"};
}

wall_time table::enter(std::size_t who, bool has_begun)
{
    const bool others_work = has_lease_[1 - who];
    if ((!others_work && !has_begun) || has("each_begins_a_run"))
        run_began_ = tick();
    has_lease_[who] = true;
    // A new process has a new name, so the rows of the earlier process belong to no worker that lives.
    if (!has_begun)
        std::replace(owners_.begin(), owners_.end(), who, no_worker);
    return run_began_;
}

next_step table::claim(std::size_t who, std::size_t row, resume_rules rules)
{
    const std::size_t owner = owners_[row];
    const bool is_taken =
        owner != no_worker && owner != who && has_lease_[owner] && !has("lease_not_looked_at");
    if (is_taken)
        return next_step::wait;
    if (has("unknown_is_repeated"))
        rules.may_repeat = true;
    const ledger_claim wanted(key_of(row), row_digest{1}, row + 1);
    const ledger_row* const known = rows_[row] ? &*rows_[row] : nullptr;
    const next_step step = decide(known, wanted, rules);
    if (step != next_step::keep && !has("sent_is_not_recorded")) {
        rows_[row] = mark_sent(known, wanted, tick());
        owners_[row] = who;
    }
    // Another worker waits for every row of a worker with a lease.
    if (step == next_step::keep && owners_[row] == who && !has("kept_row_is_not_let_go"))
        owners_[row] = no_worker;
    return step;
}

void table::record(std::size_t who, const ledger_outcome& outcome, std::size_t row)
{
    if (!rows_[row] || (owners_[row] != who && !has("any_worker_settles")))
        return;
    rows_[row] = mark_outcome(std::move(*rows_[row]), outcome, std::max(tick(), run_began_));
    owners_[row] = no_worker;
}

} // namespace useapi::exhaustive::ledgers
