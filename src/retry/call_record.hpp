#ifndef USEAPI_SRC_RETRY_CALL_RECORD_HPP
#define USEAPI_SRC_RETRY_CALL_RECORD_HPP

#include "retry/decide.hpp"

#include <useapi/effect.hpp>
#include <useapi/error.hpp>

#include <chrono>

namespace useapi::retry {

/** The history of one call so far, over all its attempts. Plain state. */
class call_record
{
public:
    /** An attempt begins. */
    void on_attempt() noexcept { ++attempts_; }

    /** An attempt failed. */
    void on_failed(const attempt_outcome& outcome) noexcept;

    /** Attempts that began. */
    unsigned attempts() const noexcept { return attempts_; }

    /** Attempts for which the service was too busy: it answered 429 or 503, or not in time. */
    unsigned busy_signals() const noexcept { return busy_signals_; }

    /** The progress of the call, for `decide`. */
    call_progress progress(bool idempotent, std::chrono::milliseconds remaining) const noexcept;

    /** Whether an attempt so far may have been applied. */
    bool may_have_been_applied() const noexcept;

    /** Completes the error of the call so that it covers all attempts.
        @param read_only  the request asks for no change: after a refusal, no earlier attempt can have had an
                          effect. */
    void conclude(error& failure, bool read_only) const noexcept;

private:
    unsigned attempts_ = 0;
    unsigned unknown_outcomes_ = 0;
    unsigned busy_signals_ = 0;
    effect gravest_ = effect::none; ///< ordered like the enumeration
};

} // namespace useapi::retry

#endif
