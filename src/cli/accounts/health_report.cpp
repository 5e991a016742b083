#include "cli/accounts/health_report.hpp"

#include "cli/import/plan/places.hpp"

#include <algorithm>
#include <utility>

namespace useapi::cli {

std::string_view word_for(health state) noexcept
{
    switch (state) {
    case health::ok:
        return "ok";
    case health::dead:
        return "dead";
    case health::expired:
        return "expired";
    case health::expiring:
        return "expiring";
    case health::unknown:
        break;
    }
    return "unknown";
}

health health_report::judge(const runwayml::account& account, time_point now) const
{
    if (account.error())
        return health::dead;
    const auto ends = account.jwt() ? account.jwt()->expires_at() : std::nullopt;
    if (!ends)
        return health::unknown;
    if (*ends <= now)
        return health::expired;
    return *ends - now <= within_ ? health::expiring : health::ok;
}

void health_report::add(const std::string& profile, const std::vector<runwayml::account>& accounts,
                        const std::optional<subscription>& held, std::optional<time_point> service_now)
{
    const time_point now = service_now.value_or(now_);
    profile_health& told = profiles_[profile];
    std::vector<sick_account> found;
    for (const runwayml::account& each : accounts) {
        const health state = judge(each, now);
        ++told.accounts[static_cast<std::size_t>(state)];
        const auto ends = each.jwt() ? each.jwt()->expires_at() : std::nullopt;
        if (ends && *ends > now && !each.error())
            told.next_end_at = std::min(told.next_end_at.value_or(*ends), *ends);
        if (state != health::ok)
            found.push_back({profile, each.email(), state, ends, each.error().value_or("")});
    }
    std::sort(found.begin(), found.end(),
              [](const sick_account& left, const sick_account& right) { return left.email < right.email; });
    std::move(found.begin(), found.end(), std::back_inserter(sick_));
    if (!held)
        return;
    told.is_active = held->is_active();
    told.places = held->places();
    told.free_places = free_places_of(*held, of_);
}

void health_report::add_failure(const std::string& profile, const error& why)
{
    profiles_[profile].failure = why;
}

bool health_report::is_healthy() const
{
    return sick_.empty() && std::none_of(profiles_.begin(), profiles_.end(), [](const auto& each) {
               const profile_health& told = each.second;
               return told.failure || told.is_active == false || told.free_places == std::uint64_t(0);
           });
}

} // namespace useapi::cli
