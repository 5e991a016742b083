#ifndef USEAPI_SRC_CLI_ACCOUNTS_ACCOUNT_VIEW_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_ACCOUNT_VIEW_HPP

#include <useapi/accounts/account.hpp>
#include <useapi/runwayml/account.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** The public part of an account: everything but its secrets. */
struct account_view
{
    std::string email;
    std::optional<int> max_jobs;
    std::optional<std::string> use_workspace;
    std::optional<runwayml::jwt::time_point> token_issued_at;
    std::optional<runwayml::jwt::time_point> token_expires_at;
    std::string_view state; ///< `ok`, `error`, `expired`, or `unknown` if no token is known
    std::optional<std::string> error;
};

[[nodiscard]] account_view view_of(const runwayml::account& account,
                                   std::chrono::system_clock::time_point now);

/// The view of an account of another service than Runway, whose key is shown as its email.
[[nodiscard]] account_view view_of(const accounts::account& account,
                                   std::chrono::system_clock::time_point now);

/// By email.
[[nodiscard]] std::vector<account_view> views_of(const std::vector<runwayml::account>& accounts,
                                                 std::chrono::system_clock::time_point now);
[[nodiscard]] std::vector<account_view> views_of(const std::vector<accounts::account>& accounts,
                                                 std::chrono::system_clock::time_point now);

} // namespace useapi::cli

#endif
