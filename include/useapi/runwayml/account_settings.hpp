#ifndef USEAPI_RUNWAYML_ACCOUNT_SETTINGS_HPP
#define USEAPI_RUNWAYML_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace useapi::runwayml {

/** How the settings are sent. The service accepts both forms. */
enum class content_encoding
{
    json,
    multipart_form_data
};

/** Which workspace of the account jobs run in. */
class use_workspace
{
public:
    /** The account's paid workspace; the service finds it. */
    static use_workspace paid() { return use_workspace("true"); }

    /** The workspace of a team. @param id  1 to 256 bytes; `get_features` lists them */
    static use_workspace team(std::string id) { return use_workspace(std::move(id)); }

    /** The workspace that a text names: `"true"` is the paid one, any other text is the id of a team. */
    static use_workspace from_text(std::string text) { return use_workspace(std::move(text)); }

    /** The text in requests and files: `"true"` for the paid one, else the team's id. */
    const std::string& text() const noexcept { return text_; }

    friend bool operator==(const use_workspace&,
                           const use_workspace&) = default; ///< Equal if the texts are equal.

private:
    explicit use_workspace(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

/** The settings of an account. Setters chain; a temporary is returned by value.

    The setters check nothing: `upsert_account` checks all settings before it sends any byte.

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

    /** The workspace in which jobs run. Default: none is sent, and the service uses the account's own. */
    account_settings& use_workspace(runwayml::use_workspace value) &
    {
        use_workspace_ = value.text();
        return *this;
    }

    /** The same for a temporary. */
    account_settings use_workspace(runwayml::use_workspace value) &&
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

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& email() const noexcept { return email_; }

    const secret& password() const noexcept { return password_; }

    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    ///@}

    /** The workspace as it is sent: `"true"` for the paid one, else the id of the team. */
    const std::optional<std::string>& use_workspace() const noexcept { return use_workspace_; }

    /** The value in force: the one that was set, or the default. */
    content_encoding encoding() const noexcept { return encoding_; }

    friend bool operator==(const account_settings&,
                           const account_settings&) = default; ///< Equal in all parts.

private:
    std::string email_;
    secret password_;
    std::optional<int> max_jobs_;
    std::optional<std::string> use_workspace_;
    content_encoding encoding_ = content_encoding::json;
};

} // namespace useapi::runwayml

#endif
