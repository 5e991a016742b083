#include "cli/import/repair/ailing_accounts.hpp"

#include "bulk/account_key.hpp"
#include "cli/output/time_text.hpp"

namespace useapi::cli {

std::optional<std::string> ailing_accounts::judge(const runwayml::account& account, time_point now) const
{
    if (!expiring_within_)
        return account.error() ? std::optional("dead: " + *account.error()) : std::nullopt;
    const auto ends = account.jwt() ? account.jwt()->expires_at() : std::nullopt;
    if (account.error() || !ends || *ends - now > *expiring_within_)
        return std::nullopt;
    return (*ends <= now ? "its session ended at " : "its session ends at ") + iso_time(*ends, false);
}

void ailing_accounts::add(const std::string& profile, const std::vector<runwayml::account>& accounts,
                          time_point now)
{
    for (const runwayml::account& each : accounts)
        if (auto why = judge(each, now))
            accounts_.emplace(std::pair(profile, bulk::account_key(each.email())),
                              ailing{each.email(), std::move(*why)});
}

const std::string* ailing_accounts::find(const std::string& profile, const std::string& email) const
{
    const auto found = accounts_.find(std::pair(profile, bulk::account_key(email)));
    return found == accounts_.end() ? nullptr : &found->second.why;
}

const std::string* ailing_accounts::find_named(const std::string& profile, const std::string& email)
{
    const auto found = accounts_.find(std::pair(profile, bulk::account_key(email)));
    if (found == accounts_.end())
        return nullptr;
    found->second.is_named = true;
    return &found->second.why;
}

std::vector<std::pair<std::string, std::string>> ailing_accounts::unnamed() const
{
    std::vector<std::pair<std::string, std::string>> left;
    for (const auto& [key, each] : accounts_)
        if (!each.is_named)
            left.emplace_back(key.first, each.email);
    return left;
}

} // namespace useapi::cli
