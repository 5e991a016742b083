#include "simulation/disk/ledger_bugs.hpp"

#include <array>

namespace useapi::disk_simulation {
namespace {

using simulation::mutation;

constexpr std::array bugs{
    mutation{"sync_lies", "the disk says that a sync is done, and does nothing"},
    mutation{"synchronous_off", "the ledger is opened with synchronous = OFF"},
    mutation{"synchronous_normal", "the ledger is opened with synchronous = NORMAL"},
    mutation{"journal_in_memory", "the ledger has its journal in memory"},
    mutation{"log_is_continued", "the log of an earlier run is continued after a sync of it failed"},
    mutation{"commit_not_awaited", "rows are sent while the ledger still records them"},
    mutation{"failed_commit_is_done", "a commit that failed is treated as done"},
    mutation{"sent_not_recorded", "a row is not recorded as sent"},
    mutation{"outcome_not_recorded", "an outcome is not recorded"},
    mutation{"unknown_is_registered", "a row without an answer is recorded as registered"},
    mutation{"failure_hides_earlier_run", "a row of an earlier run that may be registered is called failed"},
    mutation{"repeats_what_may_do_harm", "a row that must not be repeated is sent again"},
    mutation{"registered_is_sent_again", "a registered row is sent again"},
    mutation{"clock_distinguishes_runs", "the clock alone tells whether an outcome is of this run"},
    mutation{"not_sent_is_pending", "a row that was not sent after all loses its former state"},
    mutation{"password_in_ledger", "the error of a row shows its password"},
};

} // namespace

std::span<const simulation::mutation> ledger_bugs() noexcept
{
    return bugs;
}

} // namespace useapi::disk_simulation
