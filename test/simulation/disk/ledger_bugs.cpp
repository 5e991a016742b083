#include "simulation/disk/ledger_bugs.hpp"

#include <algorithm>
#include <array>

namespace useapi::disk_simulation {
namespace {

constexpr std::array bugs{
    ledger_bug{"sync_lies", "the disk says that a sync is done, and does nothing"},
    ledger_bug{"synchronous_off", "the ledger is opened with synchronous = OFF"},
    ledger_bug{"synchronous_normal", "the ledger is opened with synchronous = NORMAL"},
    ledger_bug{"journal_in_memory", "the ledger has its journal in memory"},
    ledger_bug{"log_is_continued", "the log of an earlier run is continued after a sync of it failed"},
    ledger_bug{"commit_not_awaited", "rows are sent while the ledger still records them"},
    ledger_bug{"failed_commit_is_done", "a commit that failed is treated as done"},
    ledger_bug{"sent_not_recorded", "a row is not recorded as sent"},
    ledger_bug{"outcome_not_recorded", "an outcome is not recorded"},
    ledger_bug{"unknown_is_registered", "a row without an answer is recorded as registered"},
    ledger_bug{"failure_hides_earlier_run", "a row that may be registered is recorded as failed"},
    ledger_bug{"repeats_what_may_do_harm", "a row that must not be repeated is sent again"},
    ledger_bug{"registered_is_sent_again", "a registered row is sent again"},
    ledger_bug{"clock_distinguishes_runs", "the clock alone tells whether an outcome is of this run"},
    ledger_bug{"not_sent_is_pending", "a row that was not sent after all loses its former state"},
    ledger_bug{"password_in_ledger", "the error of a row shows its password"},
};

std::string_view chosen;

} // namespace

std::span<const ledger_bug> ledger_bugs() noexcept
{
    return bugs;
}

bool put_in(std::string_view name) noexcept
{
    const auto found =
        std::find_if(bugs.begin(), bugs.end(), [&](const ledger_bug& each) { return each.name == name; });
    if (found == bugs.end())
        return false;
    chosen = found->name;
    return true;
}

bool is_put_in(std::string_view name) noexcept
{
    return chosen == name;
}

} // namespace useapi::disk_simulation
