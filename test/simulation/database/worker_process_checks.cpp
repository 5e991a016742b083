#include "simulation/branches.hpp"
#include "simulation/database/history.hpp"
#include "simulation/database/worker_process.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace useapi::database_simulation {
namespace {

using namespace std::chrono_literals;

/** What a ledger says that was out of reach, or was too busy. */
constexpr std::array out_of_reach = std::to_array<std::string_view>({
    "cannot serve now: ",
    "cannot be reached: ",
    "lost its connection: ",
    "cannot be sent to: ",
    "takes no writes: ",
    "another session of the database holds it up: ",
    "other transactions are in the way",
});

} // namespace

void worker_process::on_result(const bulk::row_result& row)
{
    feed_->record(row);
    const std::string by = row.from_ledger ? ", by the ledger" : "";
    tell("says of " + row.email + ": " + std::string(row.outcome_name()) + by);
    simulation::count("row: " + std::string(row.outcome_name()) + by);
    model_account& account = history_.account(row.email);
    if (!results_.emplace(row.email, row).second)
        history_.violate(row.email + ": has two results");
    if (row.outcome == bulk::row_outcome::applied && !account.now().was_made)
        history_.violate(row.email + ": is called registered, and is not");
    if (row.outcome == bulk::row_outcome::rejected && !account.now().was_refused)
        history_.violate(row.email + ": is called refused, and was not");
    if (row.outcome != bulk::row_outcome::applied && row.error.empty())
        history_.violate(row.email + ": is not registered, and nothing says why");
    // Of a row that another worker recorded as sent before its lease ended nobody knows whether it was.
    if (row.error.starts_with("sent by a run that did not end") && account.calls == 0 && number() == 1 &&
        !history_.has_several_workers())
        history_.violate(row.email + ": is said to be sent, and never was");
}

void worker_process::on_ledger_failed(const std::string& why)
{
    simulation::count("worker: its ledger failed");
    tell("has no ledger any more: " + why);
    check_message(why);
    ledger_failure_ = why;
    run_->stop(bulk::stop_reason::ledger_failed, why);
}

void worker_process::check_message(const std::string& why)
{
    constexpr std::string_view name = "ledger postgresql://db/ledger: ";
    if (!why.starts_with(name) || why.find('\n') != std::string::npos)
        history_.violate("the ledger is not refused in one line that names it: " + why);
    const std::string rest = why.substr(std::min(name.size(), why.size()));
    const auto begins = [&rest](std::string_view text) { return rest.starts_with(text); };
    const auto quiet = history_.clock().now() - history_.disturbed_until();
    if (std::any_of(out_of_reach.begin(), out_of_reach.end(), begins)) {
        if (quiet > 10s)
            history_.violate("the ledger is called out of reach, and is not: " + why);
    } else if (begins("was replaced since this import began") ||
               begins("another import was begun with another file")) {
        if (!history_.was_lossy() && !history_.was_input_changed())
            history_.violate("the ledger is called replaced, and is not: " + why);
    } else if (begins("other workers send another file")) {
        if (!history_.was_input_changed())
            history_.violate("other workers are said to send another file, and do not: " + why);
    } else if (!begins("its transactions last longer than the lease") || quiet > 10s) {
        history_.violate("the ledger is refused for no reason: " + why);
    }
}

void worker_process::check_end()
{
    const bool failed = !ledger_failure_.empty();
    left_in_order_ = !failed;
    simulation::count(failed ? "worker: ended with a ledger that failed" : "worker: ended well");
    tell("ends");
    bool is_complete = true;
    for (model_account& account : history_.accounts()) {
        const auto told = results_.find(account.email());
        if (told == results_.end()) {
            if (!failed && !was_stopped_)
                history_.violate(account.email() + ": has no result");
            is_complete = false;
            continue;
        }
        const bool is_registered = told->second.outcome == bulk::row_outcome::applied;
        is_complete = is_complete && is_registered;
        if (is_registered && !account.is_registered())
            history_.violate(account.email() + ": is called registered, and the service has other data");
    }
    const bool says_complete = summary_->exit_code() == 0;
    if (says_complete && !is_complete)
        history_.violate("the exit code says that every row is registered");
    if (plan_->is_last && (!says_complete || failed))
        history_.violate("the last round does not register every row");
}

} // namespace useapi::database_simulation
