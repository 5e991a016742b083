#include "exhaustive/ledger_model.hpp"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>

namespace useapi::exhaustive::ledgers {

std::string ledger_model::half_state(std::size_t who, bool swaps_rows) const
{
    const worker& each = workers_[who];
    std::ostringstream text;
    text << static_cast<int>(each.is) << each.runs << table_.has_lease(who)
         << (each.run_began == table_.run_began());
    for (std::size_t i = 0; i != rows; ++i) {
        const std::size_t row = swaps_rows ? rows - 1 - i : i;
        const auto& known = table_.row(row);
        text << ' ' << static_cast<int>(each.at[row])
             << (each.at[row] == step::wanted || each.claimed_with[row] == each.lease)
             << (table_.owner(row) == who)
             << (known && known->settled_at && *known->settled_at >= each.run_began);
    }
    return text.str();
}

std::string ledger_model::state_as_seen(bool swaps_workers, bool swaps_rows) const
{
    std::ostringstream text;
    for (std::size_t i = 0; i != rows; ++i) {
        const std::size_t row = swaps_rows ? rows - 1 - i : i;
        const auto& known = table_.row(row);
        text << (registered_[row] != 0) << arrived_[row];
        if (known)
            text << static_cast<int>(known->state) << static_cast<int>(known->before_sent)
                 << known->worth_retrying << known->settled_at.has_value()
                 << (known->settled_at && *known->settled_at >= table_.run_began());
        text << ' ';
    }
    for (std::size_t i = 0; i != workers; ++i)
        text << '|' << half_state(swaps_workers ? workers - 1 - i : i, swaps_rows);
    return text.str();
}

std::string ledger_model::state() const
{
    // Both rows are alike, and both workers.
    std::string least = state_as_seen(false, false);
    for (const bool swaps_workers : {false, true})
        for (const bool swaps_rows : {false, true})
            least = std::min(least, state_as_seen(swaps_workers, swaps_rows));
    return least + ' ' + std::to_string(late_) + std::to_string(crashes_);
}

} // namespace useapi::exhaustive::ledgers
