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
    /** Wall-clock time in the service's resolution: it sends fractional epoch seconds. */
    using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

    jwt() = default;

    /** The JWT itself. */
    const secret& token() const noexcept { return token_; }

    /** When it ends, as the service says. */
    std::optional<time_point> expires_at() const noexcept { return expires_at_; }

    /** When it was made, as the service says. */
    std::optional<time_point> issued_at() const noexcept { return issued_at_; }

    /** The service's name for it. */
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

/** An account as the service describes it. Every part but the email may be missing.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class account
{
public:
    account() = default;

    /** An account of which no more than the email is known. */
    explicit account(std::string email) : email_(std::move(email)) {}

    /** The account's email, as the row or the service has it. */
    const std::string& email() const noexcept { return email_; }

    /** What the service files the account under in its list, and what names it in a call. The email, but
       where the service keeps another one. */
    const std::string& key() const noexcept { return key_.empty() ? email_ : key_; }

    /** As the service sent it, masked or not. */
    const secret& password() const noexcept { return password_; }

    /** Jobs that may run at once, 1 to 10; none where the service did not say. */
    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    /** `"true"`, or a team's id. */
    const std::optional<std::string>& use_workspace() const noexcept { return use_workspace_; }

    /** The session token that the service keeps for the account. */
    const std::optional<runwayml::jwt>& jwt() const noexcept { return jwt_; }

    /** What is wrong with the account, where the service stored an error with it. */
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
    std::optional<runwayml::jwt> jwt_;
    std::optional<std::string> error_;
};

} // namespace useapi::runwayml

#endif
