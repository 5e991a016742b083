#ifndef USEAPI_BULK_PROFILE_HPP
#define USEAPI_BULK_PROFILE_HPP

#include <cstddef>
#include <string>
#include <utility>

namespace useapi::bulk {

/** The limits for one API token: how many calls an import may make, and how many accounts the subscription
    may hold. Setters chain.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class profile
{
public:
    /** @param name the name that rows use; empty: the default profile, for rows without a profile. */
    explicit profile(std::string name = {}) : name_(std::move(name)) {}

    /** Profiles of one origin share the limit that the import learns from the service. Any text; use the base
        URL. */
    profile& origin(std::string value) &
    {
        origin_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    profile origin(std::string value) && { return std::move(origin(std::move(value))); }

    /** The most logins in flight; each call that registers an account is a login. 0 (default): as many as the
        import may have calls in flight. */
    profile& max_logins(std::size_t value) & noexcept
    {
        max_logins_ = value;
        return *this;
    }

    /** The same for a temporary. */
    profile max_logins(std::size_t value) && noexcept { return std::move(max_logins(value)); }

    /** The most calls begun in a second. 0 (default): only the limit of the import. */
    profile& rate(double value) & noexcept
    {
        rate_ = value;
        return *this;
    }

    /** The same for a temporary. */
    profile rate(double value) && noexcept { return std::move(rate(value)); }

    /** The most accounts that the subscription holds; a row beyond this limit is invalid. 0 (default): not
        known.
     */
    profile& account_limit(std::size_t value) & noexcept
    {
        account_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    profile account_limit(std::size_t value) && noexcept { return std::move(account_limit(value)); }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& name() const noexcept { return name_; }

    const std::string& origin() const noexcept { return origin_; }

    std::size_t max_logins() const noexcept { return max_logins_; }

    double rate() const noexcept { return rate_; }

    std::size_t account_limit() const noexcept { return account_limit_; }

    ///@}

private:
    std::string name_;
    std::string origin_;
    std::size_t max_logins_ = 0;
    double rate_ = 0;
    std::size_t account_limit_ = 0;
};

} // namespace useapi::bulk

#endif
