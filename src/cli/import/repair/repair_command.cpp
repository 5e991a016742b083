#include "cli/commands.hpp"

#include "bulk/account_key.hpp"
#include "bulk/plural.hpp"
#include "cli/import/import_session.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/import/repair/ailing_accounts.hpp"
#include "cli/import/summary_report.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/import_plan.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace useapi::cli {
namespace {

/** Asks for the accounts of every profile that rows name.
    @return the exit code if the service does not tell them for one profile */
std::optional<exit_code> find_ailing(import_session& run, const bulk::check_report& found,
                                     ailing_accounts& ailing, console& out)
{
    for (const auto& [profile, rows] : found.rows_by_profile) {
        const auto listed = run.list_accounts(profile);
        if (!listed)
            return report_failure(
                out, listed.error(),
                profile.empty() ? "the accounts of the service" : "the accounts of profile " + profile, {});
        ailing.add(profile, *listed, run.service_time(profile, out));
    }
    return std::nullopt;
}

/** Notes which of the accounts rows name, and shows these for a dry run.
    @return how many rows would be sent */
std::uint64_t match_rows(import_session& run, const import_arguments& given, ailing_accounts& ailing,
                         console& out)
{
    std::uint64_t rows = 0;
    bulk::import_plan ignored;
    run.compare(ignored, [&](const bulk::plan_entry& entry, const bulk::account_row&) {
        const std::string* const why = ailing.find_named(entry.profile, entry.email);
        if (!why)
            return;
        ++rows;
        const std::string of_profile =
            entry.profile.empty() ? std::string() : fmt::format(" (profile {})", entry.profile);
        const std::string line =
            printable(fmt::format("line {}: {}{}: {}", entry.line, entry.email, of_profile, *why));
        if (given.dry_run)
            out.confirm(line);
        else
            out.note(line);
    });
    return rows;
}

void tell_of_unnamed(const ailing_accounts& ailing, const console& out)
{
    for (const auto& [profile, email] : ailing.unnamed())
        out.warn(
            printable(fmt::format("{}{} is in no row of the file, and stays as it is", email,
                                  profile.empty() ? std::string() : fmt::format(" (profile {})", profile))));
}

} // namespace

exit_code run_repair_command(const arguments& asked, environment_secrets secrets, console& out)
{
    const bool is_renewal = asked.command == command::accounts_renew;
    arguments given = asked;
    if (given.bulk.file == "-")
        throw usage_error(fmt::format("accounts {} needs a file: standard input can be read once only",
                                      is_renewal ? "renew" : "repair"));
    // With a ledger, a killed command goes on, and a password that was refused is not tried again.
    given.bulk.resume = given.bulk.ledger.empty();
    const import_setup setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out);
    import_session run(setup.clients(out), setup.options(), given.bulk, out);
    const bulk::check_report found = run.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    const auto ailing = std::make_shared<ailing_accounts>(
        is_renewal ? std::optional(given.health.expiring_within) : std::nullopt);
    if (const auto ended = find_ailing(run, found, *ailing, out))
        return *ended;
    const std::uint64_t rows = match_rows(run, given.bulk, *ailing, out);
    tell_of_unnamed(*ailing, out);
    const exit_code otherwise = ailing->unnamed().empty() ? exit_code::done : exit_code::failed;
    if (rows == 0 || given.bulk.dry_run) {
        out.confirm(rows == 0 ? std::string(is_renewal ? "no account of the file is about to expire"
                                                       : "no account of the file is dead")
                              : bulk::plural_rows(rows) + " would be sent; nothing was sent");
        return otherwise;
    }
    run.import().send_chosen(
        [ailing](const std::string& profile, const std::string& email) {
            return ailing->find(profile, email) != nullptr;
        },
        rows);
    const bulk::import_summary summary = run.finish();
    report_summary(out, given, summary);
    const auto ended = static_cast<exit_code>(summary.exit_code());
    return ended == exit_code::done ? otherwise : ended;
}

} // namespace useapi::cli
