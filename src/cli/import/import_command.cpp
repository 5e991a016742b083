#include "cli/commands.hpp"

#include "bulk/plural.hpp"
#include "cli/import/dry_run.hpp"
#include "cli/import/foreseen_rows.hpp"
#include "cli/import/import_session.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/import/plan/missing_places.hpp"
#include "cli/import/plan/server_comparison.hpp"
#include "cli/import/pruning.hpp"
#include "cli/import/summary_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import.hpp>
#include <useapi/bulk/import_plan.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

/// Whether the import first asks the service for its accounts.
bool is_compared(const import_arguments& given)
{
    return given.only_changes || given.prune || !given.plan_file.empty();
}

/** The result of the steps before rows are sent. */
struct preparation
{
    std::optional<exit_code> ended_with; ///< set if nothing may be sent
    bulk::pruning_outcome pruned;
};

/** Compares the rows with the accounts of the service, and deletes those that `--prune` may delete. */
preparation compare_and_prune(import_session& run, const import_setup& setup, const arguments& given,
                              const bulk::check_report& found, console& out)
{
    preparation made;
    const server_comparison compared =
        given.bulk.plan_file.empty()
            ? compare_with_service(run, found, given.bulk.prune, out, {})
            : compare_with_plan(run, given.bulk.plan_file, setup.clients(out), found, out);
    made.ended_with = compared.ended_with;
    if (made.ended_with)
        return made;
    if (given.bulk.prune) {
        made.pruned = prune(run, compared, setup.options(), given.bulk, out);
        run.import().send_what_is_gone(compared.plan);
    } else if (const auto overfull = bulk::find_overfull_profile(*compared.plan, compared.created, {},
                                                                 setup.options().profiles())) {
        throw usage_error(printable(*overfull) + "; nothing was sent");
    }
    if (!made.pruned.ended_by && !run.is_interrupted())
        warn_of_shortage(run, compared.created, out);
    if (given.bulk.only_changes || !given.bulk.plan_file.empty())
        run.import().send_only_changes(compared.plan);
    return made;
}

/** All checks that may refuse the import, and all questions. */
preparation prepare(import_session& run, const import_setup& setup, const arguments& given,
                    const bulk::check_report& found, console& out)
{
    auto foresight = foresee_rows(setup, given.bulk, found, bulk::ledger_access::shared, out);
    if (foresight)
        confirm_repetition(run, given.bulk, *foresight, out);
    if (!is_compared(given.bulk))
        warn_of_missing_places(run, setup, given.bulk, found, foresight, out);
    // A ledger that is still read could not begin a new log.
    foresight.reset();
    // All checks that may refuse the import come before the first deletion.
    run.open_ledger();
    return is_compared(given.bulk) ? compare_and_prune(run, setup, given, found, out) : preparation();
}

} // namespace

exit_code run_import_command(const arguments& given, environment_secrets secrets, console& out)
{
    if (is_compared(given.bulk) && given.bulk.file == "-")
        throw usage_error(
            "--only-changes, --plan and --prune need a file: standard input can be read once only");
    if (given.bulk.dry_run)
        return run_dry(given, std::move(secrets), out);
    if (given.bulk.prune)
        require_all_files(given.bulk);
    const import_setup setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out);
    import_session run(setup.clients(out), setup.options(), given.bulk, out);
    const bulk::check_report found = run.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    if (found.rows != 0)
        out.detail(fmt::format("{}: {} to send, {} of them repeated", input_name(given.bulk),
                               bulk::plural_rows(found.rows), found.duplicates));
    const preparation made = prepare(run, setup, given, found, out);
    if (made.ended_with)
        return *made.ended_with;
    const bulk::pruning_outcome& pruned = made.pruned;
    if (pruned.ended_by || run.is_interrupted())
        run.import().stop();
    bulk::import_summary summary = run.finish();
    summary.deleted = pruned.deleted;
    summary.not_deleted = pruned.not_deleted;
    if (summary.rows == 0 && summary.stopped == bulk::stop_reason::none && !given.bulk.allow_empty) {
        out.complain(fmt::format("{}: it holds no row (--allow-empty allows that)", input_name(given.bulk)));
        return exit_code::usage;
    }
    report_summary(out, given, summary);
    if (pruned.ended_by && !run.is_interrupted())
        return exit_code_of(*pruned.ended_by);
    return static_cast<exit_code>(summary.exit_code());
}

} // namespace useapi::cli
