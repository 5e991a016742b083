#include <useapi/bulk/import_summary.hpp>

#include "bulk/json_text.hpp"
#include "bulk/plural.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdio>
#include <tuple>
#include <utility>
#include <vector>

namespace useapi::bulk {
namespace {

namespace json = boost::json;

constexpr std::uint64_t accounts_of_a_failure = 5;

constexpr int exit_done = 0;
constexpr int exit_some_failed = 1;
constexpr int exit_nothing_sent = 2;
constexpr int exit_token_refused = 3;
constexpr int exit_unreachable = 4;
constexpr int exit_interrupted = 130;

std::string_view to_string(stop_reason value) noexcept
{
    switch (value) {
    case stop_reason::none:
        return "none";
    case stop_reason::interrupted:
        return "interrupted";
    case stop_reason::token_refused:
        return "the API token is refused";
    case stop_reason::unreachable:
        return "the service cannot be reached";
    case stop_reason::profiles_stopped:
        return "every profile is refused or cannot be reached";
    case stop_reason::invalid_row:
        return "a row is not acceptable";
    case stop_reason::too_many_rejected:
        return "too many rows are refused";
    case stop_reason::row_limit:
        return "as many rows were sent as the limit allows";
    case stop_reason::results_failed:
        return "the results cannot be written";
    case stop_reason::ledger_failed:
        return "the ledger cannot be kept";
    case stop_reason::input_changed:
        return "the input changed since it was checked";
    }
    return "invalid";
}

} // namespace

void import_summary::count(const row_result& row)
{
    rows += row.outcome != row_outcome::deleted && row.outcome != row_outcome::not_deleted;
    switch (row.outcome) {
    case row_outcome::applied:
        ++applied;
        break;
    case row_outcome::rejected:
        ++rejected;
        break;
    case row_outcome::failed:
        ++failed;
        unknown += row.effect == effect::unknown;
        break;
    case row_outcome::skipped:
        ++skipped;
        break;
    case row_outcome::unchanged:
        ++unchanged;
        break;
    case row_outcome::deleted:
        ++deleted;
        break;
    case row_outcome::not_deleted:
        ++not_deleted;
        break;
    }
    from_ledger += row.from_ledger;
    if (row.attempts > 1)
        retried += row.attempts - 1;
    if (row.outcome == row_outcome::rejected || row.outcome == row_outcome::failed) {
        ++errors[row.error];
        if (first_failures.size() < listed_failures)
            first_failures.push_back(row);
    }
}

int import_summary::exit_code() const noexcept
{
    switch (stopped) {
    case stop_reason::interrupted:
        return exit_interrupted;
    case stop_reason::token_refused:
        return exit_token_refused;
    case stop_reason::unreachable:
        return exit_unreachable;
    case stop_reason::invalid_row:
    case stop_reason::input_changed:
    case stop_reason::ledger_failed:
        return applied + rejected + failed == from_ledger ? exit_nothing_sent : exit_some_failed;
    case stop_reason::too_many_rejected:
    case stop_reason::results_failed:
    case stop_reason::profiles_stopped:
        return exit_some_failed;
    case stop_reason::row_limit:
        return rejected + failed + not_deleted == 0 ? exit_done : exit_some_failed;
    case stop_reason::none:
        break;
    }
    return applied + unchanged == rows && not_deleted == 0 ? exit_done : exit_some_failed;
}

std::string import_summary::text() const
{
    const auto time = static_cast<double>(elapsed.count());
    char pace[64];
    std::snprintf(pace, sizeof pace, "%.1f s (%.0f/s)", time / 1000,
                  time > 0 ? static_cast<double>(applied) * 1000 / time : 0);
    std::string shown = plural_rows(rows) + " in " + pace + ": " + std::to_string(applied + unchanged) +
                        " registered, " + std::to_string(rejected) + " refused, " +
                        std::to_string(failed - unknown) + " failed, " + std::to_string(unknown) +
                        " unknown, " + std::to_string(skipped) + " pending; " +
                        plural(retried, "retry", "retries");
    if (from_ledger != 0)
        shown += "; " + std::to_string(from_ledger) + " settled before, by the ledger";
    if (unchanged != 0)
        shown += "; " + std::to_string(unchanged) + " of them unchanged and not sent";
    if (deleted + not_deleted != 0)
        shown += "; " + plural(deleted, "account", "accounts") + " that no row names deleted";
    if (not_deleted != 0)
        shown += ", " + std::to_string(not_deleted) + " could not be";
    if (duplicates != 0)
        shown += "; " + plural(duplicates, "identical duplicate", "identical duplicates") + " sent once";
    shown += '\n';
    if (stopped != stop_reason::none) {
        // The error that ended the run may already contain the reason.
        const std::string_view reason = to_string(stopped);
        shown += "stopped: ";
        if (!stop_detail.starts_with(reason))
            shown.append(reason).append(stop_detail.empty() ? "" : ": ");
        shown.append(stop_detail).append("\n");
    }
    for (const auto& [profile, why] : stopped_profiles)
        shown.append("stopped: ")
            .append(profile.empty() ? std::string("rows without a profile") : "profile " + profile)
            .append(": ")
            .append(why)
            .append("\n");
    return shown + failures_text();
}

/** A line for each kind of failure, the most frequent one first, and below it some of its accounts. */
std::string import_summary::failures_text() const
{
    std::vector<std::pair<std::string, std::uint64_t>> kinds(errors.begin(), errors.end());
    std::sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) {
        return std::tie(b.second, a.first) < std::tie(a.second, b.first);
    });
    std::string shown;
    for (const auto& [error, times] : kinds) {
        shown += "  " + std::to_string(times) + " x " + error + '\n';
        std::uint64_t listed = 0;
        for (const row_result& row : first_failures) {
            if (row.error != error || listed == accounts_of_a_failure)
                continue;
            ++listed;
            shown += "      line " + std::to_string(row.line) + " " + row.email + ": " +
                     std::string(row.outcome_name()) + '\n';
        }
        if (times > listed)
            shown += "      and " + std::to_string(times - listed) + " more\n";
    }
    return shown;
}

std::string import_summary::json() const
{
    json::object by_error;
    for (const auto& [error, times] : errors)
        by_error[view(error)] = times;
    json::array listed;
    for (const row_result& row : first_failures)
        listed.push_back(json::object{{"line", row.line},
                                      {"email", view(row.email)},
                                      {"outcome", view(row.outcome_name())},
                                      {"effect", view(useapi::to_string(row.effect))},
                                      {"status", row.status},
                                      {"error", view(row.error)}});
    json::object stopped_by_profile;
    for (const auto& [profile, why] : stopped_profiles)
        stopped_by_profile[view(profile)] = view(why);
    const json::object object = {{"rows", rows},
                                 {"registered", applied + unchanged},
                                 {"refused", rejected},
                                 {"failed", failed - unknown},
                                 {"unknown", unknown},
                                 {"pending", skipped},
                                 {"unchanged", unchanged},
                                 {"deleted", deleted},
                                 {"not_deleted", not_deleted},
                                 {"duplicates", duplicates},
                                 {"from_ledger", from_ledger},
                                 {"retries", retried},
                                 {"elapsed_ms", elapsed.count()},
                                 {"stopped", view(to_string(stopped))},
                                 {"stop_detail", view(stop_detail)},
                                 {"stopped_profiles", std::move(stopped_by_profile)},
                                 {"errors", std::move(by_error)},
                                 {"first_failures", std::move(listed)}};
    return json::serialize(object);
}

} // namespace useapi::bulk
