#include "cli/import/foreseen_rows.hpp"

#include "cli/import/import_session.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/terminal_prompt.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import_plan.hpp>

#include <utility>
#include <vector>

namespace useapi::cli {

std::optional<bulk::ledger_foresight> foresee_rows(const import_setup& setup, const import_arguments& given,
                                                   const bulk::check_report& found, bulk::ledger_access how,
                                                   const console& out)
{
    if (setup.options().ledger().empty())
        return std::nullopt;
    std::vector<bulk::ledger_profile> profiles;
    for (const auto& [name, options] : setup.clients(out)) {
        profiles.emplace_back(name, options.base_url(), options.token());
        // The rows of standard input are not known before they are sent.
        profiles.back().is_named = given.file == "-" || found.rows_by_profile.contains(name);
    }
    bulk::ledger_input input;
    input.first_email = found.first_email;
    const auto options = bulk::import_options(setup.options()).on_notice([&out](const std::string& line) {
        out.note(printable(line));
    });
    return bulk::foresee(options, input, profiles, how);
}

void foresee_row(std::optional<bulk::ledger_foresight>& ledger, const std::string& profile,
                 const bulk::account_row& row, bulk::ledger_foresight::step_listener then)
{
    if (ledger)
        ledger->look_at(profile, row, std::move(then));
    else
        then(bulk::next_step::send);
}

bool tell_of_repetition(const bulk::ledger_foresight& foresight, const console& out)
{
    const auto repetitions = foresight.repetitions();
    for (const auto& each : repetitions)
        out.warn(printable(each.text()));
    return !repetitions.empty();
}

void confirm_repetition(import_session& run, const import_arguments& given, bulk::ledger_foresight& foresight,
                        const console& out)
{
    if (foresight.is_key_known())
        return;
    if (given.file != "-") {
        bulk::import_plan ignored;
        run.compare(ignored, [&](const bulk::plan_entry& entry, const bulk::account_row& row) {
            foresight.look_at(entry.profile, row);
        });
        foresight.look_at_rest();
    }
    if (!tell_of_repetition(foresight, out) || given.yes)
        return;
    // The question repeats the warning if warnings are not shown.
    std::string question = out.is_quiet() ? "The API token or the ledger's salt has changed. " : "";
    const auto answer = prompt_for_answer(question += "Send them all again? [y/N] ");
    if (!answer)
        throw usage_error("rows that are settled would be sent again, and there is no terminal to ask on: "
                          "--yes sends them without asking; nothing was sent");
    if (*answer != "y" && *answer != "yes" && *answer != "Y")
        throw usage_error("not confirmed; nothing was sent");
}

} // namespace useapi::cli
