#include "bulk/ledger/postgres/postgres_failure.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace useapi::bulk::postgres {
namespace {

using entry = std::pair<std::string_view, failure_kind>;

// The first prefix that fits counts.
constexpr std::array kinds{
    entry{"40P01", failure_kind::conflict}, // deadlock
    entry{"40001",
          failure_kind::conflict}, // serialization; also a standby that cancels what delays its replay
    entry{"55P03", failure_kind::held_up},   // lock not available
    entry{"57014", failure_kind::held_up},   // statement time-out, or cancelled by an administrator
    entry{"25006", failure_kind::read_only}, // read-only transaction
    entry{"25P03", failure_kind::not_ready}, // idle in a transaction for too long
    entry{"25P04", failure_kind::not_ready}, // transaction time-out
    entry{"40003", failure_kind::not_ready}, // completion unknown
    entry{"57P04", failure_kind::lasting},   // the database was dropped
    entry{"08", failure_kind::not_ready},    // connection
    entry{"53", failure_kind::not_ready},    // disk full, out of memory, too many connections
    entry{"57P", failure_kind::not_ready},   // shutdown, crash, starting up, idle for too long
    entry{"42501", failure_kind::no_right},
};

} // namespace

failure_kind kind_of(std::string_view state) noexcept
{
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [state](const entry& each) { return state.starts_with(each.first); });
    return found == kinds.end() ? failure_kind::lasting : found->second;
}

} // namespace useapi::bulk::postgres
