#include "simulation/database/database_bugs.hpp"

#include <array>

namespace useapi::database_simulation {
namespace {

using simulation::mutation;

constexpr std::array bugs{
    mutation{"lease_not_renewed", "a transaction does not renew the lease"},
    mutation{"ended_lease_is_renewed", "a lease that has ended is renewed as if it had not"},
    mutation{"lease_ignored", "rows of workers with a lease are claimed"},
    mutation{"owners_not_asked_for", "the owners of locked rows are taken from the SELECT that locks them"},
    mutation{"claims_not_locked", "rows are claimed without FOR UPDATE"},
    mutation{"entry_not_locked", "workers enter at the same time"},
    mutation{"outcome_of_others_written", "the outcome of a row is written that is not the worker's"},
    mutation{"worker_not_removed", "a worker that ends keeps its lease"},
    mutation{"lost_commit_is_done", "a commit without an answer is treated as done"},
    mutation{"replaced_ledger_is_taken", "a worker does not look whether the ledger was replaced"},
    mutation{"read_only_not_reconnected", "a server that takes no writes keeps its connections"},
    mutation{"conflict_not_retried", "a conflict with another transaction ends the run"},
    mutation{"kept_row_is_sent", "a row that the ledger keeps is sent"},
    mutation{"own_clock_settles", "the time of an outcome is by the worker's clock"},
    mutation{"lease_number_never_changes", "rows are sent after the lease has ended"},
    mutation{"lease_stands_still_in_sleep", "the worker's clock of leases stands still while it sleeps"},
    mutation{"sent_not_recorded", "a row is not recorded as sent"},
    mutation{"repeats_what_may_do_harm", "a row that must not be repeated is sent again"},
    mutation{"password_in_ledger", "the error of a row shows its password"},
};

} // namespace

std::span<const simulation::mutation> database_bugs() noexcept
{
    return bugs;
}

} // namespace useapi::database_simulation
