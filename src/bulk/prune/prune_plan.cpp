#include "bulk/prune/prune_plan.hpp"

#include "bulk/account_key.hpp"
#include "bulk/prune/cautious_key.hpp"

#include <algorithm>
#include <tuple>

namespace useapi::bulk {
namespace {

bool comes_first(const listed_account& left, const listed_account& right)
{
    return std::tie(left.profile, left.key) < std::tie(right.profile, right.key);
}

} // namespace

void prune_plan::add_list(std::string_view profile, const std::vector<runwayml::account>& accounts)
{
    for (const runwayml::account& each : accounts) {
        entry& made = entries_.emplace_back();
        made.account = {std::string(profile), each.key(), each.email(), each.error().value_or("")};
        const std::string by_key = cautious_key(each.key());
        const std::string by_email = cautious_key(each.email());
        places_.emplace(by_key, entries_.size() - 1);
        if (by_email != by_key)
            places_.emplace(by_email, entries_.size() - 1);
    }
}

void prune_plan::add_row(std::string_view profile, std::string_view email)
{
    const auto [begin, end] = places_.equal_range(cautious_key(email));
    for (auto place = begin; place != end; ++place)
        note(entries_[place->second], profile, email);
}

void prune_plan::note(entry& found, std::string_view profile, std::string_view email)
{
    if (found.account.profile == profile && account_key(found.account.key) == account_key(email)) {
        found.is_named = true;
        return;
    }
    found.may_be_meant = true;
    if (found.row_email.empty()) {
        found.row_profile = profile;
        found.row_email = email;
    }
}

std::vector<listed_account> prune_plan::deletions() const
{
    std::vector<listed_account> unnamed;
    for (const entry& each : entries_)
        if (!each.is_named && !each.may_be_meant)
            unnamed.push_back(each.account);
    std::sort(unnamed.begin(), unnamed.end(), comes_first);
    return unnamed;
}

std::vector<spared_account> prune_plan::spared() const
{
    std::vector<spared_account> stay;
    for (const entry& each : entries_)
        if (!each.is_named && each.may_be_meant)
            stay.push_back({each.account, each.row_profile, each.row_email});
    std::sort(stay.begin(), stay.end(), [](const spared_account& left, const spared_account& right) {
        return comes_first(left.account, right.account);
    });
    return stay;
}

std::size_t prune_plan::accounts_of(std::string_view profile) const noexcept
{
    return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [&](const entry& each) {
        return each.account.profile == profile;
    }));
}

std::optional<std::string> find_excess(const prune_plan& plan)
{
    std::map<std::string, std::size_t> leaving;
    for (const listed_account& each : plan.deletions())
        ++leaving[each.profile];
    for (const auto& [profile, count] : leaving) {
        const std::size_t there = plan.accounts_of(profile);
        if (count * 2 >= there)
            return std::to_string(count) + " of the " + std::to_string(there) + " accounts" +
                   (profile.empty() ? std::string() : " of profile " + profile) +
                   " would be deleted, half or more";
    }
    return std::nullopt;
}

} // namespace useapi::bulk
