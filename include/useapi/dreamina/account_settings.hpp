#ifndef USEAPI_DREAMINA_ACCOUNT_SETTINGS_HPP
#define USEAPI_DREAMINA_ACCOUNT_SETTINGS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::dreamina {

/** The region of an account. */
enum class region
{
    us, ///< `US`
    ca  ///< `CA`
};

/** The region as the service spells it. */
constexpr std::string_view to_string(region value) noexcept
{
    return value == region::ca ? "CA" : "US";
}

/** The settings of an account. `upsert_account` checks it before any byte is sent.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see POST /accounts of the Dreamina API of useapi.net, version 1
*/
class account_settings
{
public:
    /** @param email     1 to 254 bytes, ASCII
        @param password  1 to 1024 bytes
        @param region    the region of the account */
    account_settings(std::string email, secret password, dreamina::region region)
        : email_(std::move(email)), password_(std::move(password)), region_(region)
    {
    }

    /** Jobs that may run at once, 1 to 50. Default: not sent; the service then uses 10. */
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

    dreamina::region region() const noexcept { return region_; }

    std::optional<int> max_jobs() const noexcept { return max_jobs_; }

    /** The key of the account in other calls: `US:user@example.com`. */
    std::string key() const { return std::string(to_string(region_)) + ':' + email_; }

    ///@}

private:
    std::string email_;
    secret password_;
    dreamina::region region_;
    std::optional<int> max_jobs_;
};

} // namespace useapi::dreamina

#endif
