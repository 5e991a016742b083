#ifndef USEAPI_RUNWAYML_ACCOUNT_HPP
#define USEAPI_RUNWAYML_ACCOUNT_HPP

#include <useapi/secret.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace useapi::runwayml {

/** The token that Runway gave the service for an account. */
class jwt
{
public:
    /** Wall-clock time. The service sends epoch seconds with a fraction. */
    using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

    jwt() = default;

    /** The JWT itself. */
    const secret& token() const noexcept { return token_; }

    /** When the token expires, as the service tells. */
    std::optional<time_point> expires_at() const noexcept { return expires_at_; }

    /** When the token was made, as the service tells. */
    std::optional<time_point> issued_at() const noexcept { return issued_at_; }

    /** The service's identifier of the token. */
    const std::optional<std::string>& id() const noexcept { return id_; }

    /** Sets it. @return `*this` */
    jwt& token(secret value) & noexcept
    {
        token_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    jwt token(secret value) && noexcept { return std::move(token(std::move(value))); }

    /** Sets it. @return `*this` */
    jwt& expires_at(time_point value) & noexcept
    {
        expires_at_ = value;
        return *this;
    }

    /** The same for a temporary. */
    jwt expires_at(time_point value) && noexcept { return std::move(expires_at(value)); }

    /** Sets it. @return `*this` */
    jwt& issued_at(time_point value) & noexcept
    {
        issued_at_ = value;
        return *this;
    }

    /** The same for a temporary. */
    jwt issued_at(time_point value) && noexcept { return std::move(issued_at(value)); }

    /** Sets it. @return `*this` */
    jwt& id(std::string value) &
    {
        id_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    jwt id(std::string value) && { return std::move(id(std::move(value))); }

private:
    secret token_;
    std::optional<time_point> expires_at_;
    std::optional<time_point> issued_at_;
    std::optional<std::string> id_;
};

/** The workspace that the service found for an account, as far as it tells. Every part may be missing.

    It may differ from the text that was asked for: if the paid workspace is asked for, this is the id of a
    team.
*/
class workspace
{
public:
    workspace() = default;

    /** The id of a team. Text, even if the service sends a number. */
    const std::optional<std::string>& id() const noexcept { return id_; }

    /** Its name. */
    const std::optional<std::string>& name() const noexcept { return name_; }

    /** Its plan. Unset if the service tells none, and for a free workspace. */
    const std::optional<std::string>& plan() const noexcept { return plan_; }

    /** The first 512 bytes of the JSON that the service sent, since its form is not documented. Empty if the
        account has an object that may be its workspace, but whose name does not tell. */
    const std::string& json() const noexcept { return json_; }

    /** Sets it. @return `*this` */
    workspace& id(std::string value) &
    {
        id_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    workspace id(std::string value) && { return std::move(id(std::move(value))); }

    /** Sets it. @return `*this` */
    workspace& name(std::string value) &
    {
        name_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    workspace name(std::string value) && { return std::move(name(std::move(value))); }

    /** Sets it. @return `*this` */
    workspace& plan(std::string value) &
    {
        plan_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    workspace plan(std::string value) && { return std::move(plan(std::move(value))); }

    /** Sets it. @return `*this` */
    workspace& json(std::string value) &
    {
        json_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    workspace json(std::string value) && { return std::move(json(std::move(value))); }

private:
    std::optional<std::string> id_;
    std::optional<std::string> name_;
    std::optional<std::string> plan_;
    std::string json_;
};

/** An account as the service describes it. Every part but the email may be missing.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class account
{
public:
    account() = default;

    /** An account that is known by its email alone. */
    explicit account(std::string email) : email_(std::move(email)) {}

    /** The account's email, as the row or the service spells it. */
    const std::string& email() const noexcept { return email_; }

    /** The key, which names the account in the service's list and in a call. It is the email, unless the
        service keeps another key. */
    const std::string& key() const noexcept { return key_.empty() ? email_ : key_; }

    /** The password as the service sent it, masked or not. */
    const secret& password() const noexcept { return password_; }

    /** Jobs that may run at once, 1 to 10; none if the service did not say. */
    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    /** `useWorkspace`, if the service shows it as text, number or `true`: `"true"`, or a team's id. It is the
        workspace that was asked for, or the id of the one that was found; the service does not tell which. */
    const std::optional<std::string>& use_workspace() const noexcept { return use_workspace_; }

    /** The workspace that was found; unset if the service describes none. */
    const std::optional<runwayml::workspace>& workspace() const noexcept { return workspace_; }

    /** The session token that the service keeps for the account. */
    const std::optional<runwayml::jwt>& jwt() const noexcept { return jwt_; }

    /** The error that the service stored with the account; unset if there is none. */
    const std::optional<std::string>& error() const noexcept { return error_; }

    /** Sets it. @return `*this` */
    account& email(std::string value) & noexcept
    {
        email_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account email(std::string value) && noexcept { return std::move(email(std::move(value))); }

    /** Sets it. @return `*this` */
    account& key(std::string value) &
    {
        key_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account key(std::string value) && { return std::move(key(std::move(value))); }

    /** Sets it. @return `*this` */
    account& password(secret value) & noexcept
    {
        password_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account password(secret value) && noexcept { return std::move(password(std::move(value))); }

    /** Sets it. @return `*this` */
    account& max_jobs(int value) & noexcept
    {
        max_jobs_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account max_jobs(int value) && noexcept { return std::move(max_jobs(value)); }

    /** Sets it. @return `*this` */
    account& use_workspace(std::string value) &
    {
        use_workspace_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account use_workspace(std::string value) && { return std::move(use_workspace(std::move(value))); }

    /** Sets it. @return `*this` */
    account& workspace(runwayml::workspace value) &
    {
        workspace_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account workspace(runwayml::workspace value) && { return std::move(workspace(std::move(value))); }

    /** Sets it. @return `*this` */
    account& jwt(runwayml::jwt value) & noexcept
    {
        jwt_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account jwt(runwayml::jwt value) && noexcept { return std::move(jwt(std::move(value))); }

    /** Sets it. @return `*this` */
    account& error(std::string value) &
    {
        error_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account error(std::string value) && { return std::move(error(std::move(value))); }

private:
    std::string email_;
    std::string key_; ///< empty: the email
    secret password_;
    std::optional<int> max_jobs_;
    std::optional<std::string> use_workspace_;
    std::optional<runwayml::workspace> workspace_;
    std::optional<runwayml::jwt> jwt_;
    std::optional<std::string> error_;
};

} // namespace useapi::runwayml

#endif
