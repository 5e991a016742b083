#include "cli/import/pruning.hpp"

#include "cli/import/import_run.hpp"
#include "cli/import/render_plan.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/secrets/terminal_prompt.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <string>
#include <unistd.h>
#include <vector>

namespace useapi::cli {
namespace {

std::string listing(const std::vector<bulk::plan_entry>& unnamed)
{
    std::string text;
    for (const bulk::plan_entry& each : unnamed)
        text += plan_line(each) + '\n';
    return text;
}

/// @throws usage_error  where there is nobody to ask, or the answer is no
void ask(const std::vector<bulk::plan_entry>& unnamed)
{
    std::string question =
        fmt::format("Delete these {} accounts, which no row names? [y/N] ", unnamed.size());
    // Whoever answers must have seen them.
    if (::isatty(STDERR_FILENO) != 1)
        question.insert(0, listing(unnamed));
    const auto answer = prompt_for_answer(question);
    if (!answer)
        throw usage_error(
            "--prune would delete accounts, and there is no terminal to ask on: --yes deletes them "
            "without asking; nothing was sent");
    if (*answer != "y" && *answer != "yes" && *answer != "Y")
        throw usage_error("not confirmed; nothing was deleted, nothing was sent");
}

} // namespace

pruning_outcome prune(import_run& run, const bulk::plan_core& plan,
                      const std::vector<bulk::plan_entry>& unnamed, const import_arguments& given,
                      console& out)
{
    pruning_outcome outcome;
    write_standard_error(
        fmt::format("{}On the service, and in no row: {}\n", listing(unnamed), unnamed.size()));
    const auto excess = bulk::find_excessive_deletion(plan, unnamed);
    if (excess && !given.prune_most)
        throw usage_error(printable(*excess) + "; --prune-most allows it; nothing was sent");
    if (!given.yes)
        ask(unnamed);
    for (const bulk::plan_entry& each : unnamed) {
        const auto deleted = run.delete_account(each.profile, each.email);
        // What is gone already is what was wanted.
        if (deleted || deleted.error().status() == 404) {
            ++outcome.deleted;
            out.note(fmt::format("deleted {}", printable(each.email)));
            continue;
        }
        const exit_code code = exit_code_of(deleted.error());
        if (code != exit_code::failed) {
            outcome.ended_with =
                report_failure(out, deleted.error(), each.email, "it may be deleted all the same");
            return outcome;
        }
        ++outcome.not_deleted;
        out.complain(fmt::format("{} is not deleted: {}", printable(each.email),
                                 printable(deleted.error().message())));
    }
    return outcome;
}

} // namespace useapi::cli
