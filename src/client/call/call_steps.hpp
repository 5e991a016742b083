#ifndef USEAPI_SRC_CLIENT_CALL_CALL_STEPS_HPP
#define USEAPI_SRC_CLIENT_CALL_CALL_STEPS_HPP

#include "client/call/call.hpp"
#include "client/client_core.hpp"
#include "http/pool/pool.hpp"

#include <boost/asio/post.hpp>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace useapi::detail {

/** Something that a call waits for. Its maker is suspended from `await_suspend` until the step ended. */
class call::step
{
public:
    /** Ends the step early, by and by. Called under the call's lock. */
    virtual void request_stop() noexcept = 0;

    bool await_ready() const noexcept { return false; }

    /** Whether the call may go on; its failure is set otherwise. Not the failure itself, for which the
        routine would have room in its frame at every step. */
    bool await_resume() const
    {
        owner_.failure = owner_.leave();
        return !owner_.failure;
    }

protected:
    explicit step(call& owner) noexcept : owner_(owner) {}

    ~step() = default;

    call& owner_;
};

class call::acquiring final : public call::step, public http::pool::waiter
{
public:
    acquiring(call& owner, bool wants_fresh, time_point now) : step(owner), waiter(wants_fresh), asked_(now)
    {
    }

    bool await_suspend(std::coroutine_handle<>)
    {
        // Once this is queued, whoever serves it may take the call on, on another thread: it may be gone
        // then.
        const auto owner = owner_.shared_from_this();
        {
            const std::lock_guard lock(owner->mutex_);
            if (owner->stop_reason_ || owner->winding_down_)
                return false;
            owner->current_ = this;
        }
        was_queued_ = true;
        if (owner->core_->pool().acquire(*this, asked_) != http::pool::answer::queued)
            return was_queued_ = false;
        owner->guard_wait();
        return true;
    }

    /** What is granted at once stays the current step until its exchange begins: a lock less, and a stop has
        nothing to end early in between. */
    bool await_resume() const { return is_granted_at_once() || step::await_resume(); }

    /** When it had its answer, at once where it did not have to wait. */
    time_point answered() const { return was_queued_ ? owner_.core_->connector().now() : asked_; }

    void request_stop() noexcept override
    {
        if (owner_.core_->pool().cancel(*this))
            owner_.post_resume();
    }

    void on_served() noexcept override
    {
        // Going on where the connection lives saves the hop to its strand.
        if (granted)
            boost::asio::post(granted->get_executor(),
                              [self = owner_.shared_from_this()] { self->resume(); });
        else
            owner_.post_resume();
    }

private:
    bool is_granted_at_once() const noexcept { return granted && !was_queued_; }

    const time_point asked_;
    bool was_queued_ = false;
};

class call::exchanging final : public call::step, public http::exchange
{
public:
    /** @param limit  when the attempt has taken too long. */
    exchanging(call& owner, http::lease& connection, time_point limit)
        : step(owner), connection_(connection), ticket_(connection.ticket()), limit_(limit)
    {
        is_watched = static_cast<bool>(owner.watch_);
    }

    bool await_suspend(std::coroutine_handle<>)
    {
        if (!owner_.enter(*this, limit_)) {
            outcome.code = errc::cancelled;
            outcome.reusable = true;
            return false;
        }
        connection_->async_exchange(*this, ticket_);
        return true;
    }

    /** The outcome tells whether it was stopped. */
    void await_resume() const { owner_.leave(); }

    void request_stop() noexcept override { connection_->cancel(ticket_); }

    void append_request(std::string& wire, std::string& scratch) override
    {
        owner_.append_request(wire, scratch);
    }

    bool is_head() const noexcept override { return owner_.is_head(); }

    void on_exchanged() noexcept override { owner_.resume(); }

    void on_sent() noexcept override { owner_.watch_.sent(); }

    void on_first_byte() noexcept override { owner_.watch_.first_byte(); }

    const http::response_reader& response() const noexcept { return connection_->response(); }

    /** Nothing came back from a connection that had lain idle: the peer had dropped it. */
    bool found_connection_dead() const noexcept
    {
        return connection_.reused() && outcome.code == errc::connection_lost && !outcome.answered;
    }

private:
    http::lease& connection_;
    const std::uint64_t ticket_;
    const time_point limit_;
};

class call::sleeping final : public call::step, public timer_queue::entry
{
public:
    sleeping(call& owner, time_point until) : step(owner), until_(until) {}

    bool await_suspend(std::coroutine_handle<>)
    {
        const auto keep = owner_.shared_from_this();
        const std::lock_guard lock(keep->mutex_);
        if (keep->stop_reason_ || keep->winding_down_)
            return false;
        keep->current_ = this;
        keep->core_->timers().set(keep->deadline_entry_, keep->deadline_);
        keep->core_->timers().set(*this, until_);
        return true;
    }

    void request_stop() noexcept override
    {
        if (owner_.core_->timers().remove(*this))
            owner_.post_resume();
    }

    std::shared_ptr<void> hold() override { return owner_.shared_from_this(); }

    void on_due() noexcept override { owner_.resume(); }

private:
    const time_point until_;
};

} // namespace useapi::detail

#endif
