#ifndef USEAPI_RETRY_RETRY_POLICY_HPP
#define USEAPI_RETRY_RETRY_POLICY_HPP

#include <useapi/config.hpp>
#include <useapi/effect.hpp>
#include <useapi/errc.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace useapi {

/** An attempt that failed, as a `retry_policy` is told of it. A value; it holds no secret and no text. */
class failed_attempt
{
public:
    /** Made by the client; for tests of a policy as well. */
    failed_attempt(error_code code, useapi::effect effect, int status, unsigned number,
                   std::chrono::milliseconds remaining) noexcept
        : code_(code), effect_(effect), status_(status), number_(number), remaining_(remaining)
    {
    }

    /** Sets what the server asked for. */
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

    /** Until the deadline of the call. */
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
    /** @param wait  before the next attempt; less than 0 is 0. */
    static retry_choice again_after(std::chrono::milliseconds wait) noexcept
    {
        return retry_choice(true, wait);
    }

    /** The call ends with the error of this attempt. */
    static retry_choice give_up() noexcept { return retry_choice(false, {}); }

    /** Whether another attempt follows. */
    bool again() const noexcept { return again_; }

    /** Before it; 0 and more. */
    std::chrono::milliseconds wait() const noexcept { return wait_; }

private:
    retry_choice(bool again, std::chrono::milliseconds wait) noexcept : again_(again), wait_(wait) {}

    bool again_;
    std::chrono::milliseconds wait_;
};

/** Your own rule for when a failed attempt is made again, in place of that in doc/retry_and_effect.md.

    Give it to `retry_options::policy`. It is asked after each failed attempt, and answers with what is to
    happen: what it is proposed, something else, or nothing more.

    Some limits hold whatever it says, and where they forbid another attempt it is not asked:
    a login or token that was refused, a failed login at the upstream service and an account in an error state
    are never tried again, since that can lock the account; nor is a certificate or a proxy that said no; nor
    a request that may have been applied and is not idempotent. `retry_options::max_attempts` and
    `max_resends_after_unknown`, the deadline of the call and the retry budget bound it, and the gate that a
    429 or 503 with `Retry-After` closes holds its attempts back as all others.

    @par Executor
    Asked on a thread of the `io_context`, on no strand. The call goes on when it answered; nothing else waits
    for it where several threads run the `io_context`.

    @par Thread safety
    Asked by several threads at a time where several run the `io_context`, under no lock of the client.
*/
class USEAPI_API retry_policy
{
public:
    retry_policy() = default;
    retry_policy(const retry_policy&) = delete;
    retry_policy& operator=(const retry_policy&) = delete;
    virtual ~retry_policy() = default;

    /** @param failed    what happened.
        @param proposed  what would happen without this policy; its wait has its jitter already.
        @return What is to happen. `give_up` for what was proposed to be tried again ends the call with
                `retry_refusal::policy`. */
    virtual retry_choice choose(const failed_attempt& failed, retry_choice proposed) const noexcept = 0;
};

} // namespace useapi

#endif
