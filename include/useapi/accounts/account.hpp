#ifndef USEAPI_ACCOUNTS_ACCOUNT_HPP
#define USEAPI_ACCOUNTS_ACCOUNT_HPP

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace useapi::accounts {

/** An account as a service other than Runway describes it. Every part but the key may be missing.

    Passwords, tokens and cookies that the service sends back are not kept.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class account
{
public:
    /** Wall-clock time in milliseconds. */
    using time_point = std::chrono::sys_time<std::chrono::milliseconds>;

    account() = default;

    /** An account that is known by its key alone. */
    explicit account(std::string key) : key_(std::move(key)) {}

    /** The key, which names the account in a call and in the service's list. For most services it is an
        email.
     */
    const std::string& key() const noexcept { return key_; }

    /** Its email; empty if the service has none. */
    const std::string& email() const noexcept { return email_; }

    /** Jobs that may run at once; none if the service did not say. */
    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    /** When the account's session at the service ends, as the service tells. */
    std::optional<time_point> session_ends_at() const noexcept { return session_ends_at_; }

    /** The error that the service stored with the account; unset if there is none. */
    const std::optional<std::string>& error() const noexcept { return error_; }

    /** Sets it. @return `*this` */
    account& key(std::string value) & noexcept
    {
        key_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account key(std::string value) && noexcept { return std::move(key(std::move(value))); }

    /** Sets it. @return `*this` */
    account& email(std::string value) & noexcept
    {
        email_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account email(std::string value) && noexcept { return std::move(email(std::move(value))); }

    /** Sets it. @return `*this` */
    account& max_jobs(int value) & noexcept
    {
        max_jobs_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account max_jobs(int value) && noexcept { return std::move(max_jobs(value)); }

    /** Sets it. @return `*this` */
    account& session_ends_at(time_point value) & noexcept
    {
        session_ends_at_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account session_ends_at(time_point value) && noexcept { return std::move(session_ends_at(value)); }

    /** Sets it. @return `*this` */
    account& error(std::string value) &
    {
        error_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    account error(std::string value) && { return std::move(error(std::move(value))); }

private:
    std::string key_;
    std::string email_;
    std::optional<int> max_jobs_;
    std::optional<time_point> session_ends_at_;
    std::optional<std::string> error_;
};

} // namespace useapi::accounts

#endif
