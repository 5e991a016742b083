#include "retry/decide.hpp"

#include <algorithm>

namespace useapi::retry {
namespace {

constexpr int unauthorized = 401;
constexpr int server_failure = 500;

bool is_busy(int status) noexcept
{
    return status == 429 || status == 503;
}

/** Whether another attempt may have another outcome, and does no harm. */
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
    // 501, 505 and similar ones mean that the service never supports the request.
    case errc::server_failed:
        return outcome.status == 500;
    default:
        return false;
    }
}

/** Whether a user's policy may ask for another attempt. It may not after a refused login, which can lock the
    account, and after a refusal that holds for every call. */
bool is_open_to_policy(const attempt_outcome& outcome) noexcept
{
    switch (static_cast<errc>(outcome.code.value())) {
    // A 401 or 500 that cannot be read may be a refused login.
    case errc::unexpected_content:
        return outcome.status != unauthorized && outcome.status != server_failure;
    case errc::malformed_response:
    case errc::account_out_of_credits:
    case errc::not_found:
    case errc::request_refused:
    case errc::server_failed:
    case errc::unexpected_status:
        return true;
    default:
        return is_retryable(outcome);
    }
}

decision refuse(decision next, retry_refusal why) noexcept
{
    next.retry = false;
    next.refusal = why;
    return next;
}

decision go_on(decision next, std::chrono::milliseconds wait) noexcept
{
    next.retry = true;
    next.wait = wait;
    next.refusal = retry_refusal::not_considered;
    return next;
}

decision ask_policy(const retry_policy& policy, decision proposed, const attempt_outcome& outcome,
                    const call_progress& progress) noexcept
{
    failed_attempt failed(outcome.code, outcome.effect, outcome.status, progress.attempts,
                          progress.remaining);
    if (outcome.retry_after)
        failed.retry_after(*outcome.retry_after);
    const retry_choice choice = policy.choose(
        failed, proposed.retry ? retry_choice::again_after(proposed.wait) : retry_choice::give_up());
    if (!choice.again())
        return proposed.retry ? refuse(proposed, retry_refusal::policy) : proposed;
    const auto wait = std::max(choice.wait(), std::chrono::milliseconds::zero());
    return wait < progress.remaining ? go_on(proposed, wait) : refuse(proposed, retry_refusal::deadline);
}

} // namespace

bool takes_requests_again(const attempt_outcome& outcome) noexcept
{
    return outcome.status != 0 && outcome.effect != effect::unknown && !is_busy(outcome.status);
}

decision decide(const retry_options& options, const attempt_outcome& outcome, const call_progress& progress,
                double random) noexcept
{
    decision next;
    if (is_busy(outcome.status))
        next.close_gate = outcome.retry_after;

    const bool retryable = outcome.code.category() == error_category() && is_retryable(outcome);
    const bool open_to_policy =
        options.policy() && outcome.code.category() == error_category() && is_open_to_policy(outcome);
    if (!retryable && !open_to_policy)
        return refuse(next, retry_refusal::not_retryable);
    const bool may_have_been_applied = outcome.effect == effect::unknown;
    if (may_have_been_applied && !progress.idempotent)
        return refuse(next, retry_refusal::not_idempotent);
    const unsigned most = progress.max_attempts != 0 ? progress.max_attempts : options.max_attempts();
    if (progress.attempts >= most)
        return refuse(next, retry_refusal::attempts_exhausted);
    if (may_have_been_applied && progress.unknown_outcomes > options.max_resends_after_unknown())
        return refuse(next, retry_refusal::unknown_exhausted);

    const auto kind = is_busy(outcome.status) ? backoff_kind::busy : backoff_kind::ordinary;
    const auto back_off = backoff_delay(options, kind, progress.attempts, random);
    // If the server asks for a wait of 0, the jitter still applies, so that this does not become a tight
    // loop.
    const bool told_to_wait = outcome.retry_after && outcome.retry_after->count() > 0;
    const auto wait = told_to_wait ? *outcome.retry_after : back_off;
    if (!retryable)
        next = refuse(next, retry_refusal::not_retryable);
    else if (wait < progress.remaining)
        next = go_on(next, wait);
    else
        next = refuse(next, told_to_wait ? retry_refusal::retry_after_too_far : retry_refusal::deadline);
    return open_to_policy ? ask_policy(*options.policy(), next, outcome, progress) : next;
}

} // namespace useapi::retry
