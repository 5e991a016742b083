#include "retry/call_record.hpp"

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

void call_record::conclude(error& failure) const noexcept
{
    // A clear no speaks for the request as such, an earlier attempt of it included; a refused token, or one
    // that ran out, only for now.
    const bool clear_no = failure.effect() == effect::rejected && failure.code() == condition::refused &&
                          failure.code() != condition::token_refused;
    if (!clear_no)
        failure.effect(std::max(failure.effect(), gravest_));
    failure.attempts(attempts_);
}

} // namespace useapi::retry
