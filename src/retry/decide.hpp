#ifndef USEAPI_SRC_RETRY_DECIDE_HPP
#define USEAPI_SRC_RETRY_DECIDE_HPP

#include "retry/backoff.hpp"

#include <useapi/error.hpp>
#include <useapi/retry/retry_options.hpp>

#include <chrono>
#include <optional>

namespace useapi::retry {

/** The outcome of one attempt, as far as a retry depends on it. */
struct attempt_outcome
{
    error_code code;                                        ///< an `errc`, never success
    useapi::effect effect = useapi::effect::none;           ///< of this attempt alone
    int status = 0;                                         ///< 0 if no complete header came
    std::optional<std::chrono::milliseconds> retry_after{}; ///< the answer's `Retry-After`, parsed
};

/** The progress of the call. */
struct call_progress
{
    unsigned attempts = 1;               ///< attempts so far, including the one that just ended
    unsigned unknown_outcomes = 0;       ///< attempts so far of unknown effect, this one included
    bool idempotent = true;              ///< applying the request twice equals applying it once
    std::chrono::milliseconds remaining; ///< until the deadline of the call
    unsigned max_attempts = 0;           ///< for this call; 0: the client's value
};

/** Whether the answer to a probe shows that the service takes requests again: the service itself answered,
    and does not ask to wait. */
bool takes_requests_again(const attempt_outcome& outcome) noexcept;

struct decision
{
    bool retry = false;
    std::chrono::milliseconds wait{}; ///< before the next attempt
    useapi::retry_refusal refusal =
        retry_refusal::not_considered;                     ///< why there is no retry, if `retry` is false
    std::optional<std::chrono::milliseconds> close_gate{}; ///< the pause for the whole origin
};

/** The table of doc/retry_and_effect.md as a function: it decides what follows a failed attempt.

    It does not look at the budget: `client_core::decide()` asks the budget last, and only if this function
    decides to retry. A 429 or 503 with `Retry-After` closes the gate even if this call is not tried again.

    @param random  evenly distributed in [0, 1), for the jitter of the back-off.
*/
decision decide(const retry_options& options, const attempt_outcome& outcome, const call_progress& progress,
                double random) noexcept;

} // namespace useapi::retry

#endif
