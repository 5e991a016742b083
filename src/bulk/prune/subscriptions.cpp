#include "bulk/prune/subscriptions.hpp"

#include "http/connect/origin.hpp"

namespace useapi::bulk {
namespace {

std::string resolved(const std::string& base_url)
{
    const auto parsed = http::parse_base_url(base_url);
    if (!parsed)
        return base_url;
    http::origin where = *parsed;
    // A dot at the end of a name does not change the host.
    if (!where.host_is_address && where.host.ends_with('.'))
        where.host.pop_back();
    return where.authority() + where.path_prefix;
}

} // namespace

std::optional<std::string> find_same_subscription(const std::vector<ledger_profile>& all)
{
    for (auto later = all.begin(); later != all.end(); ++later)
        for (auto earlier = all.begin(); earlier != later; ++earlier) {
            if (!(earlier->token == later->token) || resolved(earlier->base_url) != resolved(later->base_url))
                continue;
            const bool is_default = earlier->name.empty() || later->name.empty();
            const std::string named = later->name.empty() ? earlier->name : later->name;
            return "profile " + named + " has the API token of " +
                   (is_default ? std::string("rows that name no profile") : "profile " + earlier->name) +
                   ": one subscription under two names; let all of its rows name one";
        }
    return std::nullopt;
}

} // namespace useapi::bulk
