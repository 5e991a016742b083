#include "retry/decide.hpp"

namespace useapi::retry {
namespace {

/** Whether the outcome may turn out otherwise another time, and asking again does no harm. */
bool is_retryable(const attempt_outcome& outcome) noexcept
{
    switch (static_cast<errc>(outcome.code.value())) {
    case errc::resolve_failed:
    case errc::connect_failed:
    case errc::tls_failed:
    case errc::proxy_failed:
    case errc::connection_lost:
    case errc::attempt_timed_out:
    case errc::rate_limited:
    case errc::service_unavailable:
        return true;
    // 501, 505 and their like say that the service cannot, not that it could not this time.
    case errc::server_failed:
        return outcome.status == 500;
    default:
        return false;
    }
}

decision refuse(decision next, retry_refusal why) noexcept
{
    next.refusal = why;
    return next;
}

} // namespace

decision decide(const retry_options& options, const attempt_outcome& outcome, const call_progress& progress,
                double random) noexcept
{
    decision next;
    const bool is_busy = outcome.status == 429 || outcome.status == 503;
    if (is_busy)
        next.close_gate = outcome.retry_after;

    if (outcome.code.category() != error_category() || !is_retryable(outcome))
        return refuse(next, retry_refusal::not_retryable);
    const bool may_have_been_applied = outcome.effect == effect::unknown;
    if (may_have_been_applied && !progress.idempotent)
        return refuse(next, retry_refusal::not_idempotent);
    if (progress.attempts >= options.max_attempts())
        return refuse(next, retry_refusal::attempts_exhausted);
    if (may_have_been_applied && progress.unknown_outcomes > options.max_resends_after_unknown())
        return refuse(next, retry_refusal::unknown_exhausted);

    const auto kind = is_busy ? backoff_kind::busy : backoff_kind::ordinary;
    const auto back_off = backoff_delay(options, kind, progress.attempts, random);
    // A server that asks for no wait at all still gets the jitter, lest this become a tight loop.
    const bool told_to_wait = outcome.retry_after && outcome.retry_after->count() > 0;
    next.wait = told_to_wait ? *outcome.retry_after : back_off;
    if (next.wait >= progress.remaining)
        return refuse(next, told_to_wait ? retry_refusal::retry_after_too_far : retry_refusal::deadline);
    next.retry = true;
    return next;
}

} // namespace useapi::retry
