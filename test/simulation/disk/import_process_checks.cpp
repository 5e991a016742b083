#include "bulk/account_key.hpp"
#include "simulation/branches.hpp"
#include "simulation/disk/import_process.hpp"

#include <string>

namespace useapi::disk_simulation {
namespace {

bulk::row_key key_of(const model_account& account)
{
    return {std::string(), bulk::account_key(account.email())};
}

} // namespace

/** A row may leave only if the disk is certain to have it as sent, and if the ledger does not forbid it. */
void import_process::check_call(model_account& account, const bulk::input_row& row)
{
    const std::string& email = account.email();
    if (row.settings.password().reveal() != account.password())
        history_.violate(email + ": other data are sent than the input has");
    const auto& durable = history_.durable_rows();
    const auto stored = durable.find(key_of(account));
    if (stored == durable.end() || stored->second.state != bulk::row_state::sent ||
        account.versions[stored->second.digest] != account.version()) {
        history_.violate(email + ": is sent before the disk has it as sent");
        return;
    }
    const ledger_record::row* const known = history_.record().find(key_of(account));
    if (known != nullptr && known->before_sent == bulk::row_state::applied)
        history_.violate(email + ": is sent again, though the ledger has it as registered");
    if (!history_.may_repeat() && !plan_.retries_rejected && account.now().may_be_made)
        history_.violate(email + ": is sent again, though it may be registered and that may do harm");
}

void import_process::on_result(const bulk::row_result& row)
{
    feed_->record(row);
    has_work_ = true;
    history_.log().add({"run", plan_.number}, "says of ", row.email, ": ", row.outcome_name(),
                       row.from_ledger ? ", by the ledger" : "");
    simulation::count("row: " + std::string(row.outcome_name()) + (row.from_ledger ? ", by the ledger" : ""));
    model_account& account = history_.account(row.email);
    if (!results_.emplace(row.email, row).second)
        history_.violate(row.email + ": has two results");
    if (row.outcome == bulk::row_outcome::applied && !account.now().was_made)
        history_.violate(row.email + ": is called registered, and is not");
    if (row.outcome == bulk::row_outcome::rejected && !account.now().was_refused)
        history_.violate(row.email + ": is called refused, and was not");
    // A refusal speaks for the calls before it as well. A run that repeats refused rows begins anew with
    // them.
    if (row.outcome == bulk::row_outcome::failed && row.effect == effect::none && account.now().may_be_made &&
        !plan_.retries_rejected)
        history_.violate(row.email + ": is called untouched, and a call may have registered it");
    if (row.outcome != bulk::row_outcome::applied && row.error.empty())
        history_.violate(row.email + ": is not registered, and nothing says why");
}

void import_process::on_ledger_failed(const std::string& why)
{
    simulation::count("run: the ledger failed");
    history_.log().add({"ledger"}, "fails: ", why);
    check_message(why);
    ledger_failure_ = why;
    run_->stop(bulk::stop_reason::ledger_failed, why);
}

/** A disk that keeps its promises is no reason to call the ledger damaged. */
void import_process::check_message(const std::string& why)
{
    if (!history_.disk().has_failed())
        history_.violate("the ledger is refused without a fault of the disk: " + why);
    if (why.find("damaged") != std::string::npos || why.find("altered") != std::string::npos)
        history_.violate("the ledger is called damaged: " + why);
    if (!why.starts_with("ledger " + history_.ledger() + ": ") || why.find('\n') != std::string::npos)
        history_.violate("the ledger is not refused in one line that names it: " + why);
}

void import_process::check_end()
{
    const bool failed = !ledger_failure_.empty();
    simulation::count(failed ? "run: ended with a ledger that failed" : "run: ended well");
    bool is_complete = true;
    for (model_account& account : history_.accounts()) {
        const auto told = results_.find(account.email());
        if (told == results_.end()) {
            history_.violate(account.email() + ": has no result");
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
    if (plan_.is_last && (!says_complete || failed))
        history_.violate("the last run does not register every row");
}

} // namespace useapi::disk_simulation
