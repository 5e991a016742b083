#include "cli/accounts/account_view.hpp"

#include <useapi/runwayml/shown_workspace.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace useapi::cli {
namespace {

using namespace std::chrono;

// Four digits of a year are what readers of ISO 8601 can take.
constexpr sys_time<milliseconds> earliest = sys_days(year(0) / 1 / 1);
constexpr sys_time<milliseconds> latest = sys_days(year(10000) / 1 / 1) - milliseconds(1);

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

std::string iso_time(runwayml::jwt::time_point when, bool with_milliseconds)
{
    const auto bounded = std::clamp(when, earliest, latest);
    const auto day = floor<days>(bounded);
    const year_month_day date(day);
    const hh_mm_ss time(bounded - day);
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   time.hours().count(), time.minutes().count(), time.seconds().count());
    if (with_milliseconds)
        text += fmt::format(".{:03}", time.subseconds().count());
    return text + 'Z';
}

} // namespace useapi::cli
