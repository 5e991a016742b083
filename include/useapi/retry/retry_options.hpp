#ifndef USEAPI_RETRY_RETRY_OPTIONS_HPP
#define USEAPI_RETRY_RETRY_OPTIONS_HPP

#include <useapi/retry/retry_policy.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace useapi {

/** When and how often a failed attempt is made again.

    The defaults are cautious, because an attempt is a login at the upstream service: blind repetition can
    lock the account. Setters chain; a temporary is returned by value.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class retry_options
{
public:
    retry_options() noexcept {}

    /** The most attempts of a call, the first one included. An attempt writes the request at most once.
        Default 4; 1 means no retry. Range 1 to 100. */
    retry_options& max_attempts(unsigned value) & noexcept
    {
        max_attempts_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options max_attempts(unsigned value) && noexcept { return std::move(max_attempts(value)); }

    /** How often a request is sent again after attempts of effect `unknown`. An attempt on a reused
        connection that was dead counts, too. Default 2; 0 means never. */
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

    /** The upper bound of the first wait. Each wait is a random time between zero and its upper bound ("full
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

    /** Replaces `base_delay` after 429 and 503 without a `Retry-After`. Default 1 s. */
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

    /** The factor by which the upper bound grows with each attempt. Default 2. Range 1 and up. */
    retry_options& delay_factor(double value) & noexcept
    {
        delay_factor_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options delay_factor(double value) && noexcept { return std::move(delay_factor(value)); }

    /** The most that the upper bound grows to. Default 20 s. It does not limit `Retry-After`. */
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

    /** The most retries, as a part of the calls of the last ten seconds. Default 0.2. With 0 only
        `budget_floor` retries are allowed; 1 and above limits next to nothing. */
    retry_options& budget_ratio(double value) & noexcept
    {
        budget_ratio_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options budget_ratio(double value) && noexcept { return std::move(budget_ratio(value)); }

    /** The number of retries that are always allowed in ten seconds, so that a client with few calls can
        retry. Default 10.
     */
    retry_options& budget_floor(unsigned value) & noexcept
    {
        budget_floor_ = value;
        return *this;
    }

    /** The same for a temporary. */
    retry_options budget_floor(unsigned value) && noexcept { return std::move(budget_floor(value)); }

    /** A rule of yours that replaces the table in doc/retry_and_effect.md, within the limits above. Default:
        none. Every client that is made with these options keeps and asks the policy. */
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
