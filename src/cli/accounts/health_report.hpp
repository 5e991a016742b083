#ifndef USEAPI_SRC_CLI_ACCOUNTS_HEALTH_REPORT_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_HEALTH_REPORT_HPP

#include "accounts/service/service_traits.hpp"
#include "cli/accounts/account_view.hpp"

#include <useapi/accounts/subscription.hpp>
#include <useapi/error.hpp>
#include <useapi/runwayml/account.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** The health of an account, as `useapi accounts health` tells it. */
enum class health
{
    ok,
    dead,     ///< the service stored an error: no job runs on it
    expired,  ///< its session has ended
    expiring, ///< its session ends within the time that was asked about
    unknown   ///< the service tells nothing about its session
};

/** The word for scripts, such as `expiring`. */
[[nodiscard]] std::string_view word_for(health state) noexcept;

/** An account that needs attention. */
struct sick_account
{
    std::string profile; ///< empty: the token of the command line or the environment
    std::string email;
    health state = health::unknown;
    std::optional<runwayml::jwt::time_point> session_ends_at;
    std::string error; ///< the error that the service stored
};

/** The accounts and the places of one profile. */
struct profile_health
{
    std::size_t count(health state) const { return accounts[static_cast<std::size_t>(state)]; }

    std::array<std::size_t, 5> accounts{};                ///< by `health`
    std::optional<runwayml::jwt::time_point> next_end_at; ///< when the first session ends that has not ended
    std::optional<bool> is_active;                        ///< the subscription
    std::optional<std::uint64_t> places;
    std::optional<std::uint64_t> free_places;
    std::optional<useapi::error> failure; ///< why its accounts could not be listed
};

/** Which accounts are dead or expire, and which profiles have no place left. Plain state. */
class health_report
{
public:
    using time_point = std::chrono::system_clock::time_point;

    /** @param within  sessions that end within this time are reported
        @param of      the service of the accounts; null for Runway */
    health_report(time_point now, std::chrono::milliseconds within,
                  const accounts::service_traits* of = nullptr)
        : now_(now), within_(within), of_(of)
    {
    }

    /** @param held         unset if the service does not tell
        @param service_now  the time by the service's clock, if known; this clock sets the ends of sessions */
    void add(const std::string& profile, const std::vector<runwayml::account>& accounts,
             const std::optional<subscription>& held, std::optional<time_point> service_now = {});

    /** A profile whose accounts could not be listed. */
    void add_failure(const std::string& profile, const error& why);

    [[nodiscard]] bool is_healthy() const;

    /** By profile, then by email. */
    [[nodiscard]] const std::vector<sick_account>& sick() const noexcept { return sick_; }

    [[nodiscard]] const std::map<std::string, profile_health>& profiles() const noexcept { return profiles_; }

    [[nodiscard]] time_point now() const noexcept { return now_; }

    /// The service of the accounts; null for Runway.
    [[nodiscard]] const accounts::service_traits* service() const noexcept { return of_; }

private:
    health judge(const runwayml::account& account, time_point now) const;

    time_point now_;
    std::chrono::milliseconds within_;
    const accounts::service_traits* of_;
    std::vector<sick_account> sick_;
    std::map<std::string, profile_health> profiles_;
};

/** A line for each account and profile that needs attention, then a summary. */
[[nodiscard]] std::string health_text(const health_report& report, bool with_colors);

/** One line of JSON; its shape is in README.md. */
[[nodiscard]] std::string health_json(const health_report& report);

/** The text exposition format of Prometheus, for the textfile collector of node_exporter. Holds no email. */
[[nodiscard]] std::string health_metrics(const health_report& report);

} // namespace useapi::cli

#endif
