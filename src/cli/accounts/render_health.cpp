#include "cli/accounts/health_report.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace useapi::cli {
namespace {

namespace json = boost::json;

constexpr std::array every_health{health::ok, health::dead, health::expired, health::expiring,
                                  health::unknown};

std::string of_profile(const std::string& profile)
{
    return profile.empty() ? std::string() : fmt::format(" of profile {}", printable(profile));
}

std::string reason_of(const sick_account& sick)
{
    const std::string when = sick.session_ends_at ? iso_time(*sick.session_ends_at, false) : std::string();
    switch (sick.state) {
    case health::dead:
        return printable(sick.error);
    case health::expired:
        return "its session ended at " + when;
    case health::expiring:
        return "its session ends at " + when;
    default:
        return "the service tells nothing about its session";
    }
}

/** The problems of a profile, one line each. */
std::vector<std::string> complaints_of(const std::string& profile, const profile_health& told)
{
    const std::string named =
        profile.empty() ? std::string("the API token") : fmt::format("profile {}", printable(profile));
    std::vector<std::string> complaints;
    if (told.failure)
        complaints.push_back(fmt::format("unknown   {}: {}", named, printable(told.failure->message())));
    if (told.is_active == false)
        complaints.push_back(fmt::format("inactive  {}: the subscription has to be renewed", named));
    if (told.free_places == std::uint64_t(0))
        complaints.push_back(
            fmt::format("full      {}: all {} places are taken", named, told.places.value_or(0)));
    return complaints;
}

json::value number(const std::optional<std::uint64_t>& value)
{
    return value ? json::value(*value) : json::value(nullptr);
}

json::value text_or_null(const std::string& value)
{
    return value.empty() ? json::value(nullptr) : json::value(json::string(valid_utf8(value)));
}

json::value time(const std::optional<runwayml::jwt::time_point>& when)
{
    return when ? json::value(json::string(iso_time(*when, true))) : json::value(nullptr);
}

json::object object_of(const std::string& profile, const profile_health& told)
{
    json::object counts;
    for (const health each : every_health)
        counts[word_for(each)] = told.count(each);
    json::object object;
    object["profile"] = text_or_null(profile);
    object["counts"] = std::move(counts);
    object["next_session_end_at"] = time(told.next_end_at);
    object["active"] = told.is_active ? json::value(*told.is_active) : json::value(nullptr);
    object["places"] = number(told.places);
    object["free_places"] = number(told.free_places);
    object["failure"] = told.failure ? text_or_null(told.failure->message()) : json::value(nullptr);
    return object;
}

/** Tells the metrics of a service from those of Runway, since a collector reads the files of both. */
std::string service_label(const health_report& report)
{
    return report.service() == nullptr ? std::string()
                                       : fmt::format("service=\"{}\"", report.service()->name);
}

std::string label_of(const health_report& report, const std::string& profile)
{
    std::string escaped;
    for (const char c : valid_utf8(profile)) {
        if (c == '\\' || c == '"')
            escaped += '\\';
        if (c == '\n')
            escaped += "\\n";
        else
            escaped += c;
    }
    const std::string of = service_label(report);
    return fmt::format("profile=\"{}\"{}{}", escaped, of.empty() ? "" : ",", of);
}

/** A metric with a line for each profile that it is known of. */
void append_gauge(std::string& text, const health_report& report, std::string_view name,
                  std::string_view help,
                  const std::function<std::optional<std::uint64_t>(const profile_health&)>& value)
{
    text += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    for (const auto& [profile, told] : report.profiles())
        if (const auto known = value(told))
            text += fmt::format("{}{{{}}} {}\n", name, label_of(report, profile), *known);
}

std::uint64_t epoch_seconds(std::chrono::system_clock::time_point when)
{
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count()));
}

} // namespace

std::string health_text(const health_report& report, bool with_colors)
{
    std::string text;
    for (const sick_account& sick : report.sick()) {
        const std::string state = fmt::format("{:<8}", word_for(sick.state));
        const color shown =
            sick.state == health::dead || sick.state == health::expired ? color::red : color::yellow;
        text += fmt::format("{}  {}{}: {}\n", colored(state, with_colors ? shown : color::none),
                            printable(sick.email), of_profile(sick.profile), reason_of(sick));
    }
    std::array<std::size_t, every_health.size()> sums{};
    std::size_t all = 0;
    for (const auto& [profile, told] : report.profiles()) {
        for (const std::string& each : complaints_of(profile, told))
            text += each + '\n';
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] += told.accounts[i];
            all += told.accounts[i];
        }
    }
    text += fmt::format("{} account{}: {} ok", all, all == 1 ? "" : "s", sums[0]);
    for (std::size_t i = 1; i < sums.size(); ++i)
        if (sums[i] != 0)
            text += fmt::format(", {} {}", sums[i], word_for(every_health[i]));
    return text + '\n';
}

std::string health_json(const health_report& report)
{
    json::array accounts;
    for (const sick_account& sick : report.sick()) {
        json::object object;
        object["profile"] = text_or_null(sick.profile);
        object["email"] = valid_utf8(sick.email);
        object["state"] = word_for(sick.state);
        object["token_expires_at"] = time(sick.session_ends_at);
        object["error"] = text_or_null(sick.error);
        accounts.push_back(std::move(object));
    }
    json::array profiles;
    for (const auto& [profile, told] : report.profiles())
        profiles.push_back(object_of(profile, told));
    json::object whole;
    whole["healthy"] = report.is_healthy();
    whole["accounts"] = std::move(accounts);
    whole["profiles"] = std::move(profiles);
    return json::serialize(whole) + '\n';
}

std::string health_metrics(const health_report& report)
{
    std::string text = "# HELP useapi_accounts Accounts by their state.\n# TYPE useapi_accounts gauge\n";
    for (const auto& [profile, told] : report.profiles())
        for (const health each : every_health)
            if (!told.failure)
                text += fmt::format("useapi_accounts{{{},state=\"{}\"}} {}\n", label_of(report, profile),
                                    word_for(each), told.count(each));
    append_gauge(text, report, "useapi_places", "Accounts that the subscription may hold.",
                 [](const profile_health& told) { return told.places; });
    append_gauge(text, report, "useapi_places_free", "Free places of the subscription.",
                 [](const profile_health& told) { return told.free_places; });
    append_gauge(text, report, "useapi_next_session_end_timestamp_seconds", "When the next session ends.",
                 [](const profile_health& told) {
                     return told.next_end_at ? std::optional(epoch_seconds(*told.next_end_at)) : std::nullopt;
                 });
    append_gauge(
        text, report, "useapi_profile_up", "Whether the accounts could be listed.",
        [](const profile_health& told) { return std::optional(std::uint64_t{told.failure ? 0U : 1U}); });
    const std::string of = service_label(report);
    return text + fmt::format("# HELP useapi_health_timestamp_seconds When the accounts were listed.\n"
                              "# TYPE useapi_health_timestamp_seconds gauge\n"
                              "useapi_health_timestamp_seconds{} {}\n",
                              of.empty() ? of : '{' + of + '}', epoch_seconds(report.now()));
}

} // namespace useapi::cli
