#include "cli/accounts/account_view.hpp"

#include <useapi/runwayml/shown_workspace.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace useapi::cli {
namespace {

using namespace std::chrono;

std::string_view state_of(const account_view& shown, system_clock::time_point now)
{
    if (shown.error)
        return "error";
    if (!shown.token_expires_at)
        return "unknown";
    return *shown.token_expires_at <= now ? "expired" : "ok";
}

template <class Account>
std::vector<account_view> sorted_views(const std::vector<Account>& accounts, system_clock::time_point now)
{
    std::vector<account_view> views;
    views.reserve(accounts.size());
    for (const Account& each : accounts)
        views.push_back(view_of(each, now));
    std::sort(views.begin(), views.end(),
              [](const account_view& left, const account_view& right) { return left.email < right.email; });
    return views;
}

} // namespace

account_view view_of(const runwayml::account& account, system_clock::time_point now)
{
    account_view view;
    view.email = account.email();
    view.max_jobs = account.max_jobs();
    view.use_workspace = runwayml::shown_workspace(account).text();
    if (account.jwt()) {
        view.token_issued_at = account.jwt()->issued_at();
        view.token_expires_at = account.jwt()->expires_at();
    }
    view.error = account.error();
    view.state = state_of(view, now);
    return view;
}

account_view view_of(const accounts::account& account, system_clock::time_point now)
{
    account_view view;
    view.email = account.key();
    view.max_jobs = account.max_jobs();
    view.token_expires_at = account.session_ends_at();
    view.error = account.error();
    view.state = state_of(view, now);
    return view;
}

std::vector<account_view> views_of(const std::vector<runwayml::account>& accounts,
                                   system_clock::time_point now)
{
    return sorted_views(accounts, now);
}

std::vector<account_view> views_of(const std::vector<accounts::account>& accounts,
                                   system_clock::time_point now)
{
    return sorted_views(accounts, now);
}

} // namespace useapi::cli
