#include "cli/import/plan/server_comparison.hpp"

#include "cli/import/import_session.hpp"
#include "cli/import/plan/places.hpp"
#include "cli/import/plan/plan_file.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace useapi::cli {

server_comparison compare_with_service(import_session& run, const bulk::check_report& found,
                                       bool all_must_be_listed, console& out, const row_observer& note)
{
    server_comparison made;
    made.plan = std::make_shared<bulk::import_plan>();
    for (const auto& [profile, rows] : found.rows_by_profile) {
        auto listed = run.list_accounts(profile);
        if (listed) {
            made.plan->add_server(profile, *listed);
            made.lists.emplace(profile, std::move(*listed));
            continue;
        }
        const std::string subject =
            profile.empty() ? "the accounts of the service" : "the accounts of profile " + profile;
        if (listed.error().code() != condition::token_refused || all_must_be_listed ||
            found.rows_by_profile.size() == 1) {
            made.ended_with = report_failure(out, listed.error(), subject, {});
            return made;
        }
        out.warn(fmt::format("{}: {}", subject, printable(listed.error().message())));
    }
    run.compare(*made.plan, [&](const bulk::plan_entry& entry, const bulk::account_row& row) {
        if (entry.action == bulk::plan_action::create)
            ++made.created[entry.profile];
        if (note)
            note(entry, row);
    });
    return made;
}

server_comparison compare_with_plan(import_session& run, const std::string& plan_file,
                                    const std::map<std::string, client_options>& clients,
                                    const bulk::check_report& found, console& out)
{
    plan_check planned(plan_file, clients, found, run.service());
    server_comparison made = compare_with_service(
        run, found, true, out,
        [&](const bulk::plan_entry& entry, const bulk::account_row& row) { planned.require(entry, row); });
    if (made.ended_with)
        return made;
    for (const bulk::plan_entry& entry : made.plan->server_only())
        planned.require(entry);
    planned.require_end();
    return made;
}

void warn_of_shortage(import_session& run, const std::map<std::string, std::uint64_t>& created, console& out)
{
    for (const auto& [profile, needed] : created) {
        const auto held = run.get_subscription(profile);
        const std::string whose =
            profile.empty() ? std::string() : fmt::format("profile {}: ", printable(profile));
        if (!held)
            out.note(fmt::format("{}the places of the subscription are not known: {}", whose,
                                 printable(held.error().message())));
        else if (const auto shortage = describe_shortage(needed, *held, run.service()))
            out.warn(whose + *shortage);
    }
}

} // namespace useapi::cli
