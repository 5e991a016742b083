#ifndef USEAPI_RETRY_RETRY_POLICY_HPP
#define USEAPI_RETRY_RETRY_POLICY_HPP

#include <useapi/config.hpp>
#include <useapi/effect.hpp>
#include <useapi/errc.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace useapi {

/** A failed attempt, as a `retry_policy` sees it. A value; it holds no secret and no text. */
class failed_attempt
{
public:
    /** Made by the client; for tests of a policy as well. */
    failed_attempt(error_code code, useapi::effect effect, int status, unsigned number,
                   std::chrono::milliseconds remaining) noexcept
        : code_(code), effect_(effect), status_(status), number_(number), remaining_(remaining)
    {
    }

    /** Sets the wait that the server asked for. */
    failed_attempt& retry_after(std::chrono::milliseconds value) & noexcept
    {
        retry_after_ = value;
        return *this;
    }

    /** The same for a temporary. */
    failed_attempt retry_after(std::chrono::milliseconds value) && noexcept { return retry_after(value); }

    /** Why it failed. */
    error_code code() const noexcept { return code_; }

    /** The effect of this attempt, without earlier ones. */
    useapi::effect effect() const noexcept { return effect_; }

    /** The status of the answer; 0 if none came. */
    int status() const noexcept { return status_; }

    /** The number of the attempt within its call, from 1. */
    unsigned number() const noexcept { return number_; }

    /** The time until the deadline of the call. */
    std::chrono::milliseconds remaining() const noexcept { return remaining_; }

    /** The wait that the server asked for in `Retry-After`; unset if it did not. */
    std::optional<std::chrono::milliseconds> retry_after() const noexcept { return retry_after_; }

private:
    error_code code_;
    useapi::effect effect_;
    int status_;
    unsigned number_;
    std::chrono::milliseconds remaining_;
    std::optional<std::chrono::milliseconds> retry_after_;
};

/** Whether a failed attempt is made again, and after what wait. */
class retry_choice
{
public:
    /** @param wait before the next attempt; a negative value counts as 0. */
    static retry_choice again_after(std::chrono::milliseconds wait) noexcept
    {
        return retry_choice(true, wait);
    }

    /** The call ends with the error of this attempt. */
    static retry_choice give_up() noexcept { return retry_choice(false, {}); }

    /** Whether another attempt follows. */
    bool again() const noexcept { return again_; }

    /** The wait before the next attempt; 0 or more. */
    std::chrono::milliseconds wait() const noexcept { return wait_; }

private:
    retry_choice(bool again, std::chrono::milliseconds wait) noexcept : again_(again), wait_(wait) {}

    bool again_;
    std::chrono::milliseconds wait_;
};

/** A rule of your own for when a failed attempt is made again. It replaces the one in
    doc/retry_and_effect.md.

    Pass it to `retry_options::policy`. The client asks it after each failed attempt and passes the choice
    that the table would make. The policy returns that choice, another one, or `give_up`.

    Some limits hold whatever the policy returns; if they forbid another attempt, the policy is not asked.
    Never tried again, since it can lock the account: a refused login or token, a failed login at the upstream
    service, an account in an error state. Never tried again either: after a rejected certificate, after a
    refusal by a proxy, and a request that may have been applied and is not idempotent.
    `retry_options::max_attempts`, `max_resends_after_unknown`, the deadline of the call and the retry budget
    limit the number of attempts. After a 429 or 503 with `Retry-After`, the attempts of the policy wait like
    all others.

    @par Executor
    The client asks the policy on a thread of the `io_context`, on no strand. The call goes on when the policy
      returns. If several threads run the `io_context`, nothing else waits for the policy.

    @par Thread safety
    If several threads run the `io_context`, they ask the policy at the same time, under no lock of the
    client.
*/
class USEAPI_API retry_policy
{
public:
    retry_policy() = default;
    retry_policy(const retry_policy&) = delete;
    retry_policy& operator=(const retry_policy&) = delete;
    virtual ~retry_policy() = default;

    /** @param failed    what happened.
        @param proposed  the choice without this policy; its wait includes the jitter.
        @return The choice. If `proposed` is another attempt and this is `give_up`, the call ends with
                `retry_refusal::policy`. */
    virtual retry_choice choose(const failed_attempt& failed, retry_choice proposed) const noexcept = 0;
};

} // namespace useapi

#endif
