#include "cli/import/pruning.hpp"

#include "bulk/plural.hpp"
#include "bulk/prune/named_rows.hpp"
#include "cli/import/import_session.hpp"
#include "cli/import/plan/render_plan.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/terminal_prompt.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import.hpp>

#include <fmt/format.h>

#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

std::vector<bulk::plan_entry> entries_of(const std::vector<bulk::listed_account>& leaving)
{
    std::vector<bulk::plan_entry> entries;
    for (const bulk::listed_account& each : leaving) {
        bulk::plan_entry& made = entries.emplace_back();
        made.action = bulk::plan_action::server_only;
        made.email = each.key;
        made.profile = each.profile;
        made.server_error = each.server_error;
    }
    return entries;
}

std::string listing(const std::vector<bulk::plan_entry>& leaving)
{
    std::string text;
    for (const bulk::plan_entry& each : leaving)
        text += plan_line(each) + '\n';
    return text;
}

std::string of_profile(const std::string& name)
{
    return name.empty() ? std::string() : " (profile " + name + ")";
}

/** @throws usage_error if there is no terminal to ask on, or the answer is no */
void ask(const std::vector<bulk::plan_entry>& leaving)
{
    std::string question =
        leaving.size() == 1
            ? "Delete this account, which no row names? [y/N] "
            : fmt::format("Delete these {} accounts, which no row names? [y/N] ", leaving.size());
    // The person who answers must have seen the accounts.
    if (::isatty(STDERR_FILENO) != 1)
        question.insert(0, listing(leaving));
    const auto answer = prompt_for_answer(question);
    if (!answer)
        throw usage_error(
            "--prune would delete accounts, and there is no terminal to ask on: --yes deletes them "
            "without asking; nothing was sent");
    if (*answer != "y" && *answer != "yes" && *answer != "Y")
        throw usage_error("not confirmed; nothing was deleted, nothing was sent");
}

class service_world final : public bulk::pruning_world
{
public:
    service_world(import_session& run, const server_comparison& compared, const bulk::import_options& options,
                  const import_arguments& given, console& out)
        : run_(run), compared_(compared), options_(options), given_(given), out_(out)
    {
    }

    std::uint64_t read_rows(const row_taker& take) override
    {
        // The import sends the file that was checked, which is still open, even if another file has replaced
        // it.
        bulk::import_plan ignored;
        run_.compare(ignored, [&](const bulk::plan_entry& row, const bulk::account_row&) {
            take(row.profile, row.email);
        });
        std::uint64_t fingerprint = bulk::read_named_rows(options_, take);
        for (const std::string& other : given_.keep_rows_of) {
            bulk::import_options beside(other);
            beside.delimiter(options_.delimiter()).ignore_columns(options_.ignore_columns());
            for (const auto& [field, name] : options_.columns())
                beside.column(field, name);
            for (const bulk::profile& each : options_.profiles())
                beside.add_profile(each);
            fingerprint = 31 * fingerprint + bulk::read_named_rows(beside, take);
        }
        return fingerprint;
    }

    bool confirm(const bulk::prune_plan& plan) override
    {
        for (const bulk::spared_account& each : plan.spared())
            out_.warn(printable(fmt::format("{}{} stays: a row names {}{}", each.account.key,
                                            of_profile(each.account.profile), each.row_email,
                                            of_profile(each.row_profile))));
        const std::vector<bulk::plan_entry> leaving = entries_of(plan.deletions());
        if (const auto overfull =
                bulk::find_overfull_profile(*compared_.plan, compared_.created, leaving, options_.profiles()))
            throw usage_error(printable(*overfull) + "; nothing was sent");
        if (leaving.empty())
            return true;
        write_standard_error(
            fmt::format("{}On the service, and in no row: {}\n", listing(leaving), leaving.size()));
        const auto excess = bulk::find_excess(plan);
        if (excess && !given_.prune_most)
            throw usage_error(printable(*excess) + "; --prune-most allows it; nothing was sent");
        if (given_.max_delete && leaving.size() > *given_.max_delete)
            throw usage_error(
                fmt::format("{} accounts would be deleted, and --max-delete allows {}; nothing was deleted, "
                            "nothing was sent",
                            leaving.size(), *given_.max_delete));
        if (!given_.yes)
            ask(leaving);
        return true;
    }

    void note_deletions(const std::vector<bulk::listed_account>& all) override
    {
        run_.import().note_deletions(results_of(all, bulk::row_outcome::deleted));
    }

    void take_back(const std::vector<bulk::listed_account>& all) override
    {
        run_.import().note_deletions(results_of(all, bulk::row_outcome::not_deleted));
    }

    result<void> erase(const bulk::listed_account& which) override
    {
        auto deleted = run_.delete_account(which.profile, which.key);
        if (deleted)
            out_.note(printable(fmt::format("deleted {}{}", which.key, of_profile(which.profile))));
        return deleted;
    }

    result<std::vector<runwayml::account>> list(const std::string& profile) override
    {
        return run_.list_accounts(profile);
    }

    bool is_interrupted() override { return run_.is_interrupted(); }

    void report(const bulk::row_result& what) override
    {
        run_.import().report_deletion(what);
        if (what.outcome == bulk::row_outcome::not_deleted)
            out_.complain(printable(
                fmt::format("{}{} is not deleted: {}", what.email, of_profile(what.profile), what.error)));
    }

private:
    static std::vector<bulk::row_result> results_of(const std::vector<bulk::listed_account>& all,
                                                    bulk::row_outcome outcome)
    {
        std::vector<bulk::row_result> made;
        for (const bulk::listed_account& each : all) {
            for (const std::string& name : {each.key, each.email}) {
                bulk::row_result& about = made.emplace_back();
                about.email = name;
                about.profile = each.profile;
                about.outcome = outcome;
            }
        }
        return made;
    }

    import_session& run_;
    const server_comparison& compared_;
    const bulk::import_options& options_;
    const import_arguments& given_;
    console& out_;
};

} // namespace

void require_all_files(const import_arguments& given)
{
    if (given.no_other_file != given.keep_rows_of.empty())
        throw usage_error("--prune deletes accounts that no row names, but another file may name accounts of "
                          "the same subscription: name each such file with --keep-rows-of, or give "
                          "--no-other-file if no other file does; nothing was sent");
}

bulk::pruning_outcome prune(import_session& run, const server_comparison& compared,
                            const bulk::import_options& options, const import_arguments& given, console& out)
{
    service_world world(run, compared, options, given, out);
    return bulk::prune(compared.lists, world);
}

} // namespace useapi::cli
