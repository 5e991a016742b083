#ifndef USEAPI_PIXVERSE_ACCOUNT_SETTINGS_HPP
#define USEAPI_PIXVERSE_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace useapi::pixverse {

/** The settings of an account. `upsert_account` checks it before any byte is sent.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see POST /accounts/EMAIL of the PixVerse API of useapi.net, version 2
*/
class account_settings
{
public:
    /** @param email     1 to 254 bytes, ASCII
        @param password  1 to 1024 bytes */
    account_settings(std::string email, secret password)
        : email_(std::move(email)), password_(std::move(password))
    {
    }

    /** Jobs that may run at once, 1 to 8. Required. */
    account_settings& max_jobs(int value) & noexcept
    {
        max_jobs_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_settings max_jobs(int value) && noexcept { return std::move(max_jobs(value)); }

    ///@{
    /** The value that was set; empty, or nothing, if none was. */
    const std::string& email() const noexcept { return email_; }

    const secret& password() const noexcept { return password_; }

    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    ///@}

private:
    std::string email_;
    secret password_;
    std::optional<int> max_jobs_;
};

} // namespace useapi::pixverse

#endif
