#include "retry/call_record.hpp"

#include <useapi/retry/refusal.hpp>

#include <algorithm>

namespace useapi::retry {

void call_record::on_failed(const attempt_outcome& outcome) noexcept
{
    unknown_outcomes_ += outcome.effect == effect::unknown;
    busy_signals_ +=
        outcome.status == 429 || outcome.status == 503 || outcome.code == errc::attempt_timed_out;
    gravest_ = std::max(gravest_, outcome.effect);
}

call_progress call_record::progress(bool idempotent, std::chrono::milliseconds remaining) const noexcept
{
    return {attempts_, unknown_outcomes_, idempotent, remaining};
}

bool call_record::may_have_been_applied() const noexcept
{
    return gravest_ == effect::unknown;
}

void call_record::conclude(error& failure, bool read_only) const noexcept
{
    const bool speaks_for_all = failure.effect() == effect::rejected &&
                                failure.code() == condition::refused &&
                                (read_only || voids_earlier_attempts(failure));
    if (!speaks_for_all)
        failure.effect(std::max(failure.effect(), gravest_));
    failure.attempts(attempts_);
}

} // namespace useapi::retry
