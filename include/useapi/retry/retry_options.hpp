#ifndef USEAPI_RETRY_RETRY_OPTIONS_HPP
#define USEAPI_RETRY_RETRY_OPTIONS_HPP

#include <useapi/retry/retry_policy.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace useapi {

/** When and how often a failed attempt is made again.

    The defaults follow from what an attempt is here: a login at the upstream service, which blind
    repetition can lock. Setters chain; a temporary is returned by value.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class retry_options
{
public:
    retry_options() noexcept {}

    /** Attempts in all, the first one included. Each writes the request once at most. Default 4; 1 switches
        retries off. Range 1 to 100. */
    retry_options& max_attempts(unsigned value) & noexcept
    {
        max_attempts_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options max_attempts(unsigned value) && noexcept { return std::move(max_attempts(value)); }

    /** How often a request is re-sent after attempts whose effect is unknown, those on a reused connection
       that turned out dead included. Default 2; 0 means never. */
    retry_options& max_resends_after_unknown(unsigned value) & noexcept
    {
        max_resends_after_unknown_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options max_resends_after_unknown(unsigned value) && noexcept
    {
        return std::move(max_resends_after_unknown(value));
    }

    /** The upper end of the first back-off; each wait is drawn evenly from zero to its upper end ("full
        jitter"). Default 200 ms. */
    retry_options& base_delay(std::chrono::milliseconds value) & noexcept
    {
        base_delay_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options base_delay(std::chrono::milliseconds value) && noexcept
    {
        return std::move(base_delay(value));
    }

    /** As `base_delay`, after 429 and 503 without a `Retry-After`. Default 1 s. */
    retry_options& busy_base_delay(std::chrono::milliseconds value) & noexcept
    {
        busy_base_delay_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options busy_base_delay(std::chrono::milliseconds value) && noexcept
    {
        return std::move(busy_base_delay(value));
    }

    /** The factor of the upper end from attempt to attempt. Default 2. Range 1 and up. */
    retry_options& delay_factor(double value) & noexcept
    {
        delay_factor_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options delay_factor(double value) && noexcept { return std::move(delay_factor(value)); }

    /** The upper end never grows beyond this. Default 20 s. Does not bound `Retry-After`. */
    retry_options& max_delay(std::chrono::milliseconds value) & noexcept
    {
        max_delay_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options max_delay(std::chrono::milliseconds value) && noexcept
    {
        return std::move(max_delay(value));
    }

    /** Retries may be at most this part of the calls of the last ten seconds. Default 0.2; 0 leaves the
        floor alone; 1 and above is no limit worth the name. */
    retry_options& budget_ratio(double value) & noexcept
    {
        budget_ratio_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options budget_ratio(double value) && noexcept { return std::move(budget_ratio(value)); }

    /** Retries that are always allowed in ten seconds, so that a quiet client can retry at all. Default 10.
     */
    retry_options& budget_floor(unsigned value) & noexcept
    {
        budget_floor_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options budget_floor(unsigned value) && noexcept { return std::move(budget_floor(value)); }

    /** Decides in place of the table in doc/retry_and_effect.md, within the limits above. Default: none.
        Kept, and asked, by every client that is made with these options. */
    retry_options& policy(std::shared_ptr<const retry_policy> value) & noexcept
    {
        policy_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    retry_options policy(std::shared_ptr<const retry_policy> value) && noexcept
    {
        return std::move(policy(std::move(value)));
    }

    ///@{
    /** The value in force: the one that was set, or the default. */
    unsigned max_attempts() const noexcept { return max_attempts_; }

    unsigned max_resends_after_unknown() const noexcept { return max_resends_after_unknown_; }

    std::chrono::milliseconds base_delay() const noexcept { return base_delay_; }

    std::chrono::milliseconds busy_base_delay() const noexcept { return busy_base_delay_; }

    double delay_factor() const noexcept { return delay_factor_; }

    std::chrono::milliseconds max_delay() const noexcept { return max_delay_; }

    double budget_ratio() const noexcept { return budget_ratio_; }

    unsigned budget_floor() const noexcept { return budget_floor_; }

    ///@}

    /** The function that was set; null if none was. */
    const std::shared_ptr<const retry_policy>& policy() const noexcept { return policy_; }

private:
    unsigned max_attempts_ = 4;
    unsigned max_resends_after_unknown_ = 2;
    std::chrono::milliseconds base_delay_{200};
    std::chrono::milliseconds busy_base_delay_{1000};
    double delay_factor_ = 2.0;
    std::chrono::milliseconds max_delay_{20000};
    double budget_ratio_ = 0.2;
    unsigned budget_floor_ = 10;
    std::shared_ptr<const retry_policy> policy_;
};

} // namespace useapi

#endif
