#include <useapi/bulk/import_plan.hpp>

#include "bulk/account_key.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace useapi::bulk {
namespace {

std::string shown(std::optional<int> jobs)
{
    return jobs ? std::to_string(*jobs) : "unknown";
}

} // namespace

std::string_view to_string(plan_action value) noexcept
{
    switch (value) {
    case plan_action::create:
        return "create";
    case plan_action::change:
        return "change";
    case plan_action::unchanged:
        return "unchanged";
    case plan_action::in_error:
        return "in_error";
    case plan_action::server_only:
        return "server_only";
    }
    return "invalid";
}

std::string plan_entry::text() const
{
    std::string said;
    const auto add = [&said](const std::string& part) { said += (said.empty() ? "" : "; ") + part; };
    if (max_jobs_differ)
        add("maxJobs " + shown(max_jobs_there) + " -> " + shown(max_jobs_wanted));
    if (workspace_differs)
        add("useWorkspace " + workspace_there.value_or("none") + " -> " + workspace_wanted.value_or("none"));
    if (!server_error.empty())
        add("in error state: " + server_error);
    return said;
}

void plan_counts::count(plan_action action) noexcept
{
    switch (action) {
    case plan_action::create:
        ++create;
        break;
    case plan_action::change:
        ++change;
        break;
    case plan_action::unchanged:
        ++unchanged;
        break;
    case plan_action::in_error:
        ++in_error;
        break;
    case plan_action::server_only:
        ++server_only;
        break;
    }
}

void import_plan::add_server(std::string_view profile, const std::vector<runwayml::account>& accounts)
{
    for (const runwayml::account& each : accounts) {
        known_account known;
        known.email = each.email();
        known.profile = profile;
        known.max_jobs = each.max_jobs();
        known.workspace = runwayml::shown_workspace(each);
        known.error = each.error().value_or("");
        if (accounts_.emplace(key_of(profile, each.email()), std::move(known)).second)
            ++counts_[std::string(profile)];
    }
}

plan_entry import_plan::judge(std::uint64_t line, std::string_view profile,
                              const runwayml::account_settings& row)
{
    plan_entry entry;
    entry.email = row.email();
    entry.profile = profile;
    entry.line = line;
    const auto found = accounts_.find(key_of(profile, row.email()));
    if (found == accounts_.end())
        return entry;
    known_account& known = found->second;
    known.is_named = true;
    entry.max_jobs_there = known.max_jobs;
    entry.max_jobs_wanted = row.max_jobs();
    // A value that the service does not tell may be any value: sending the row does no harm. A row without a
    // number keeps the number at the service.
    entry.max_jobs_differ = row.max_jobs() && known.max_jobs != row.max_jobs();
    entry.workspace_there = known.workspace.text();
    entry.workspace_wanted = row.use_workspace();
    // A form that cannot be compared would also differ after the next login.
    entry.workspace_differs =
        known.workspace.compare(row.use_workspace()) == runwayml::workspace_match::different;
    entry.server_error = known.error;
    if (entry.max_jobs_differ || entry.workspace_differs)
        entry.action = plan_action::change;
    else
        entry.action = known.error.empty() ? plan_action::unchanged : plan_action::in_error;
    return entry;
}

std::vector<plan_entry> import_plan::server_only() const
{
    std::vector<plan_entry> unnamed;
    for (const auto& [key, known] : accounts_) {
        if (known.is_named)
            continue;
        plan_entry& entry = unnamed.emplace_back();
        entry.action = plan_action::server_only;
        entry.email = known.email;
        entry.profile = known.profile;
        entry.server_error = known.error;
    }
    std::sort(unnamed.begin(), unnamed.end(), [](const plan_entry& left, const plan_entry& right) {
        return std::tie(left.profile, left.email) < std::tie(right.profile, right.email);
    });
    return unnamed;
}

bool import_plan::holds(std::string_view profile, std::string_view email) const
{
    return accounts_.contains(key_of(profile, email));
}

std::size_t import_plan::accounts_of(std::string_view profile) const noexcept
{
    const auto found =
        std::find_if(counts_.begin(), counts_.end(), [&](const auto& each) { return each.first == profile; });
    return found == counts_.end() ? 0 : found->second;
}

std::string import_plan::key_of(std::string_view profile, std::string_view email)
{
    // Neither part can contain a line feed.
    return std::string(profile) + '\n' + account_key(email);
}

std::optional<std::string> find_overfull_profile(const import_plan& plan,
                                                 const std::map<std::string, std::uint64_t>& created,
                                                 const std::vector<plan_entry>& deleted,
                                                 const std::vector<profile>& profiles)
{
    for (const profile& each : profiles) {
        const auto found = created.find(each.name());
        if (each.account_limit() == 0 || found == created.end())
            continue;
        const auto leaving = static_cast<std::uint64_t>(
            std::count_if(deleted.begin(), deleted.end(),
                          [&](const plan_entry& entry) { return entry.profile == each.name(); }));
        const std::uint64_t staying = plan.accounts_of(each.name()) - leaving;
        if (staying + found->second > each.account_limit())
            return (each.name().empty() ? std::string("the subscription") : "profile " + each.name()) +
                   " may hold " + std::to_string(each.account_limit()) +
                   " accounts: " + std::to_string(staying) + " are there, " + std::to_string(found->second) +
                   " are to be created";
    }
    return std::nullopt;
}

} // namespace useapi::bulk
