#ifndef USEAPI_SRC_EMULATOR_SERVICE_ACCOUNT_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_ACCOUNT_HPP

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** One configured account, as the service keeps it. It has its password in the clear, so that a test can
    compare the received data. It is never printed.
*/
class account
{
public:
    account(std::string email, std::string password, int max_jobs);

    /// "true" or a team id; default: not given.
    account& use_workspace(std::optional<std::string> value);
    /// The `error` member that the service adds to an account in trouble; default: none.
    account& error(std::optional<std::string> value);
    /// When the last login was; default: the epoch.
    account& logged_in_at(std::chrono::system_clock::time_point value);

    [[nodiscard]] const std::string& email() const noexcept { return email_; }

    [[nodiscard]] const std::string& password() const noexcept { return password_; }

    [[nodiscard]] int max_jobs() const noexcept { return max_jobs_; }

    [[nodiscard]] const std::optional<std::string>& use_workspace() const noexcept { return use_workspace_; }

    [[nodiscard]] const std::optional<std::string>& error() const noexcept { return error_; }

    [[nodiscard]] std::chrono::system_clock::time_point logged_in_at() const noexcept
    {
        return logged_in_at_;
    }

private:
    std::string email_;
    std::string password_;
    int max_jobs_;
    std::optional<std::string> use_workspace_;
    std::optional<std::string> error_;
    std::chrono::system_clock::time_point logged_in_at_;
};

/** The address in the form in which the service compares it: the case of the domain does not matter. */
[[nodiscard]] std::string email_key(std::string_view email);

} // namespace useapi::emulator

#endif
