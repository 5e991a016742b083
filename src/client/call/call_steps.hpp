#ifndef USEAPI_SRC_CLIENT_CALL_CALL_STEPS_HPP
#define USEAPI_SRC_CLIENT_CALL_CALL_STEPS_HPP

#include "client/call/call.hpp"
#include "client/changing_token.hpp"
#include "client/client_core.hpp"
#include "http/transaction.hpp"

#include <coroutine>
#include <memory>
#include <mutex>
#include <utility>

namespace useapi::detail {

/** A step of a call, which the call waits for. The call is suspended from `await_suspend` until the step has
    ended. A call that has ended does not wait. `await_suspend` is `noexcept`: an exception would destroy the
    step while the timers or the pool still refer to it. */
class call::step
{
public:
    /** Makes the step end early, now or soon. Called under the call's lock. */
    virtual void request_stop() noexcept = 0;

protected:
    explicit step(call& owner) noexcept : owner_(owner) {}

    ~step() = default;

    call& owner_;
};

/** The wait for the end of earlier calls that must not overlap with this one. */
class call::taking_turn final : public call::step
{
public:
    explicit taking_turn(call& owner) noexcept : step(owner) {}

    bool await_ready() const noexcept { return owner_.is_over() || owner_.turn_subject().empty(); }

    bool await_suspend(std::coroutine_handle<>) noexcept
    {
        const auto held = owner_.keep();
        const std::lock_guard lock(held->mutex_);
        if (held->is_stopped())
            return false;
        waited_ = true; // the call may go on, on another thread, as soon as it has its place
        if (held->core_->turns().enter(held->turn_, held->turn_subject())) {
            waited_ = false;
            return false;
        }
        held->current_ = this;
        held->core_->timers().set(held->deadline_entry_, held->deadline_);
        return true;
    }

    void await_resume() const
    {
        if (!waited_)
            return;
        owner_.leave();
        owner_.now_ = owner_.core_->connector().now();
        if (!owner_.is_over())
            owner_.failure = owner_.stopped();
    }

    void request_stop() noexcept override
    {
        if (owner_.core_->turns().give_up(owner_.turn_))
            owner_.post_resume();
    }

private:
    bool waited_ = false;
};

/** The wait for the API token, if it changes and is not known. */
class call::having_token final : public call::step, public changing_token::waiter
{
public:
    explicit having_token(call& owner) noexcept : step(owner) {}

    bool await_ready() const
    {
        return !owner_.core_->token() || !owner_.may_attempt() || owner_.take_token();
    }

    bool await_suspend(std::coroutine_handle<>) noexcept
    {
        waited_ = true;
        const auto held = owner_.keep();
        const std::lock_guard lock(held->mutex_);
        if (held->is_stopped())
            return false;
        // If the token has not come yet, `on_token` may set the answer on another thread before this function
        // returns.
        if (auto known = held->core_->token()->wait(std::shared_ptr<waiter>(held, this))) {
            answer_ = std::move(known);
            return false;
        }
        held->current_ = this;
        held->core_->timers().set(held->deadline_entry_, held->deadline_);
        return true;
    }

    void await_resume()
    {
        if (!waited_)
            return;
        owner_.leave();
        owner_.now_ = owner_.core_->connector().now();
        owner_.failure = owner_.stopped();
        if (owner_.failure)
            return;
        owner_.failure = answer_->failure;
        owner_.token_ = std::move(answer_);
    }

    void request_stop() noexcept override
    {
        if (owner_.core_->token()->give_up(*this))
            owner_.post_resume();
    }

    void on_token(const std::shared_ptr<const token_answer>& answer) noexcept override
    {
        answer_ = answer;
        owner_.post_resume();
    }

private:
    std::shared_ptr<const token_answer> answer_;
    bool waited_ = false;
};

/** One attempt: an `http::transaction`. */
class call::attempting final : public call::step
{
public:
    explicit attempting(call& owner)
        : step(owner), transaction(owner, owner.core_->pool(), owner.core_->connector(), owner.wants_fresh_,
                                   static_cast<bool>(owner.watch_), owner.now_)
    {
    }

    bool await_ready() const noexcept { return !owner_.may_attempt(); }

    bool await_suspend(std::coroutine_handle<>) noexcept
    {
        owner_.watch_.asks_for_connection(owner_.now_);
        begun_ = true;
        return owner_.enter(*this) && transaction.start();
    }

    void await_resume()
    {
        if (!begun_)
            return;
        owner_.leave();
        owner_.now_ = transaction.ended_at();
    }

    void request_stop() noexcept override
    {
        if (owner_.is_exchanging())
            transaction.cancel_exchange();
        else
            transaction.cancel_wait();
    }

    http::transaction transaction;

private:
    bool begun_ = false;
};

/** A wait until a point in time. */
class call::sleeping final : public call::step, public timer_queue::entry
{
public:
    sleeping(call& owner, time_point until) : step(owner), until_(until) {}

    bool await_ready() const noexcept { return owner_.is_over() || until_ <= owner_.now_; }

    bool await_suspend(std::coroutine_handle<>) noexcept
    {
        slept_ = true;
        const auto held = owner_.keep();
        const std::lock_guard lock(held->mutex_);
        if (held->is_stopped())
            return false;
        held->current_ = this;
        held->core_->timers().set(held->deadline_entry_, held->deadline_);
        held->core_->timers().set(*this, until_);
        return true;
    }

    void await_resume() const
    {
        if (!slept_)
            return;
        owner_.leave();
        owner_.failure = owner_.stopped();
        owner_.now_ = owner_.core_->connector().now();
    }

    void request_stop() noexcept override
    {
        if (owner_.core_->timers().remove(*this))
            owner_.post_resume();
    }

    std::shared_ptr<void> hold() override { return owner_.keep(); }

    // Posts the resumption: the alarm serves other calls as well, which must not wait for user code of this
    // one.
    void on_due() noexcept override { owner_.post_resume(); }

private:
    const time_point until_;
    bool slept_ = false;
};

} // namespace useapi::detail

#endif
