#ifndef USEAPI_SRC_RETRY_DECIDE_HPP
#define USEAPI_SRC_RETRY_DECIDE_HPP

#include "retry/backoff.hpp"

#include <useapi/error.hpp>
#include <useapi/retry/retry_options.hpp>

#include <chrono>
#include <optional>

namespace useapi::retry {

/** How one attempt ended, as far as a retry is concerned. */
struct attempt_outcome
{
    error_code code;                                        ///< an `errc`, never success
    useapi::effect effect = useapi::effect::none;           ///< of this attempt alone
    int status = 0;                                         ///< 0 if no complete header came
    std::optional<std::chrono::milliseconds> retry_after{}; ///< the answer's `Retry-After`, parsed
};

/** How far the call is. */
struct call_progress
{
    unsigned attempts = 1;               ///< made so far, the one that just ended included
    unsigned unknown_outcomes = 0;       ///< attempts so far of unknown effect, this one included
    bool idempotent = true;              ///< applying the request twice equals applying it once
    std::chrono::milliseconds remaining; ///< until the deadline of the call
    unsigned max_attempts = 0;           ///< of this call; 0: as many as of every call
};

/** Whether the answer to a probe shows that the service takes requests again: it is one of the service
   itself, and does not ask to wait. */
bool takes_requests_again(const attempt_outcome& outcome) noexcept;

struct decision
{
    bool retry = false;
    std::chrono::milliseconds wait{};                              ///< before the next attempt
    useapi::retry_refusal refusal = retry_refusal::not_considered; ///< why not, where `retry` is false
    std::optional<std::chrono::milliseconds> close_gate{};         ///< hold back the whole origin so long
};

/** The table of DESIGN section 6 as a function: what comes after an attempt that failed.

    Says nothing about the budget, which is asked last, by `call`, and only where this says to retry.
    A 429 or 503 with `Retry-After` closes the gate whether or not this call is tried again.

    @param random  evenly distributed in [0, 1), for the jitter of the back-off.
*/
decision decide(const retry_options& options, const attempt_outcome& outcome, const call_progress& progress,
                double random) noexcept;

} // namespace useapi::retry

#endif
