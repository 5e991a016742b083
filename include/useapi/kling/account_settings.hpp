#ifndef USEAPI_KLING_ACCOUNT_SETTINGS_HPP
#define USEAPI_KLING_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace useapi::kling {

/** The settings of an account. `upsert_account` checks it before any byte is sent.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see POST /accounts of the Kling API of useapi.net, version 1
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

    /** Jobs that may run at once, 1 to 50. Required. */
    account_settings& max_jobs(int value) & noexcept
    {
        max_jobs_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_settings max_jobs(int value) && noexcept { return std::move(max_jobs(value)); }

    /** `passToken`, of a session in a browser. Default: not sent. */
    account_settings& pass_token(secret value) & noexcept
    {
        pass_token_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account_settings pass_token(secret value) && noexcept { return std::move(pass_token(std::move(value))); }

    /** `did`, the device of that session. Default: not sent. */
    account_settings& did(secret value) & noexcept
    {
        did_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account_settings did(secret value) && noexcept { return std::move(did(std::move(value))); }

    /** `userId`, the user of that session. Default: not sent. */
    account_settings& user_id(secret value) & noexcept
    {
        user_id_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account_settings user_id(secret value) && noexcept { return std::move(user_id(std::move(value))); }

    ///@{
    /** The value that was set; empty, or nothing, if none was. */
    const std::string& email() const noexcept { return email_; }

    const secret& password() const noexcept { return password_; }

    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    const secret& pass_token() const noexcept { return pass_token_; }

    const secret& did() const noexcept { return did_; }

    const secret& user_id() const noexcept { return user_id_; }

    ///@}

private:
    std::string email_;
    secret password_;
    std::optional<int> max_jobs_;
    secret pass_token_;
    secret did_;
    secret user_id_;
};

} // namespace useapi::kling

#endif
