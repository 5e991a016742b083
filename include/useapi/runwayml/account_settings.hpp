#ifndef USEAPI_RUNWAYML_ACCOUNT_SETTINGS_HPP
#define USEAPI_RUNWAYML_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace useapi::runwayml {

/** How the settings travel. The service takes both. */
enum class content_encoding
{
    json,
    multipart_form_data
};

/** What an account is registered with. Setters chain; a temporary is returned by value.

    Nothing is checked here: `upsert_account` does, and refuses before any byte is sent.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see POST /accounts/EMAIL of the Runway API of useapi.net
*/
class account_settings
{
public:
    /** @param email     1 to 254 bytes, ASCII
    @param password  not empty */
    account_settings(std::string email, secret password)
        : email_(std::move(email)), password_(std::move(password))
    {
    }

    /** Jobs that may run at once, 1 to 10; the service recommends 5. Required. */
    account_settings& max_jobs(int value) & noexcept
    {
        max_jobs_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_settings max_jobs(int value) && noexcept { return std::move(max_jobs(value)); }

    /** `"true"` for the account's own workspace, or a team's id. Default: not sent. */
    account_settings& use_workspace(std::string value) &
    {
        use_workspace_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account_settings use_workspace(std::string value) &&
    {
        return std::move(use_workspace(std::move(value)));
    }

    /** How the settings are sent. */
    account_settings& encoding(content_encoding value) & noexcept
    {
        encoding_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_settings encoding(content_encoding value) && noexcept { return std::move(encoding(value)); }

    /** What `email` was set to, or its default. */
    const std::string& email() const noexcept { return email_; }

    /** What `password` was set to, or its default. */
    const secret& password() const noexcept { return password_; }

    /** What `max_jobs` was set to, or its default. */
    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    /** What `use_workspace` was set to, or its default. */
    const std::optional<std::string>& use_workspace() const noexcept { return use_workspace_; }

    /** What `encoding` was set to, or its default. */
    content_encoding encoding() const noexcept { return encoding_; }

private:
    std::string email_;
    secret password_;
    std::optional<int> max_jobs_;
    std::optional<std::string> use_workspace_;
    content_encoding encoding_ = content_encoding::json;
};

} // namespace useapi::runwayml

#endif
