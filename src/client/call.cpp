#include "client/call.hpp"

#include "client/client_core.hpp"
#include "client/server_error.hpp"
#include "http/pool.hpp"
#include "retry/effect_of_status.hpp"
#include "retry/retry_after.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace useapi::detail {

namespace asio = boost::asio;

/** Something that a call waits for. Its maker is suspended from `await_suspend` until the step ended. */
class call::step
{
public:
    /** Ends the step early, by and by. Called under the call's lock. */
    virtual void request_stop() noexcept = 0;

    bool await_ready() const noexcept { return false; }

    void await_resume() const noexcept { owner_.leave(); }

protected:
    explicit step(call& owner) noexcept : owner_(owner) {}

    ~step() = default;

    call& owner_;
};

class call::acquiring final : public call::step, public http::pool::waiter
{
public:
    acquiring(call& owner, bool wants_fresh) : step(owner), waiter(wants_fresh) {}

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
        if (owner->core_->pool().acquire(*this) != http::pool::answer::queued)
            return false;
        owner->repeat_stop();
        return true;
    }

    void request_stop() noexcept override
    {
        if (owner_.core_->pool().cancel(*this))
            owner_.post_resume();
    }

    void on_served() noexcept override
    {
        // Going on where the connection lives saves the hop to its strand.
        if (granted)
            asio::post(granted->get_executor(), [self = owner_.shared_from_this()] { self->resume(); });
        else
            owner_.post_resume();
    }
};

class call::exchanging final : public call::step, public http::exchange
{
public:
    exchanging(call& owner, http::lease& connection)
        : step(owner), connection_(connection), ticket_(connection.ticket())
    {
    }

    bool await_suspend(std::coroutine_handle<>)
    {
        const time_point limit = owner_.core_->connector().now() + owner_.core_->options().attempt_timeout();
        if (!owner_.enter(*this, limit)) {
            outcome.code = errc::cancelled;
            outcome.reusable = true;
            return false;
        }
        connection_->async_exchange(*this, ticket_);
        return true;
    }

    void request_stop() noexcept override { connection_->cancel(ticket_); }

    void append_request(std::string& wire, std::string& scratch) override
    {
        owner_.append_request(wire, scratch);
    }

    bool is_head() const noexcept override { return owner_.is_head(); }

    void on_exchanged() noexcept override { owner_.resume(); }

    const http::response_reader& response() const noexcept { return connection_->response(); }

    /** Nothing came back from a connection that had lain idle: the peer had dropped it. */
    bool found_connection_dead() const noexcept
    {
        return connection_.reused() && outcome.code == errc::connection_lost && !outcome.answered;
    }

private:
    http::lease& connection_;
    const std::uint64_t ticket_;
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

call::call(std::shared_ptr<client_core> core, bool idempotent)
    : core_(std::move(core)), idempotent_(idempotent), started_(core_->connector().now()),
      deadline_(started_ + core_->options().timeout()), deadline_entry_(*this)
{
}

call::~call()
{
    core_->timers().remove(deadline_entry_);
}

call_routine call::run()
{
    std::optional<error> failure = validate();
    while (!failure) {
        core_->timers().set(deadline_entry_, deadline_);

        const time_point passes_gate = core_->passes_gate_at();
        if (passes_gate >= deadline_) {
            failure = gate_stays_closed();
            break;
        }
        if (passes_gate > core_->connector().now()) {
            sleeping gate(*this, passes_gate);
            co_await gate;
            failure = stopped();
            if (failure)
                break;
        }

        ++attempts_;
        core_->note_attempt();
        attempt_result last;
        for (bool wants_fresh = false;;) {
            acquiring acquisition(*this, wants_fresh);
            co_await acquisition;
            failure = stopped();
            if (failure) {
                acquisition.granted.release();
                break;
            }
            if (!acquisition.granted) {
                last.failure = std::move(acquisition.failure);
                break;
            }

            http::lease connection = std::move(acquisition.granted);
            exchanging exchange(*this, connection);
            co_await exchange;
            if (idempotent_ && !wants_fresh && exchange.found_connection_dead()) {
                // No answer is no proof that the service saw nothing.
                effect_so_far_ = effect::unknown;
                connection.discard_with_siblings();
                wants_fresh = true;
                // What waits from here on is the call, not the attempt.
                core_->timers().set(deadline_entry_, deadline_);
                continue;
            }
            last = read_outcome(exchange);
            if (exchange.outcome.reusable)
                connection.release();
            else
                connection.discard();
            if (last.failure && exchange.outcome.code == errc::cancelled)
                failure = stopped();
            break;
        }
        if (failure || !last.failure)
            break;

        std::chrono::milliseconds wait{};
        failure = consider_retry(std::move(last), wait);
        if (!failure) {
            sleeping back_off(*this, core_->connector().now() + wait);
            co_await back_off;
            failure = stopped();
        }
    }
    finish(std::move(failure));
}

void call::start()
{
    const auto keep = shared_from_this();
    self_ = keep;
    if (const auto refusal = core_->enlist(*this)) {
        finish(error(*refusal));
        return;
    }
    routine_ = run();
    routine_.resume();
}

void call::resume() noexcept
{
    const auto keep = shared_from_this();
    suspended_ = true;
    routine_.resume();
}

void call::post_resume()
{
    asio::post(core_->context(), [self = shared_from_this()] { self->resume(); });
}

void call::stop(errc reason) noexcept
{
    const std::lock_guard lock(mutex_);
    if (stop_reason_)
        return;
    stop_reason_ = reason;
    if (current_)
        current_->request_stop();
}

void call::wind_down() noexcept
{
    const std::lock_guard lock(mutex_);
    winding_down_ = true;
    // An attempt has its limit while it is under way, and only then.
    if (current_ && attempt_deadline_ == time_point::max())
        current_->request_stop();
}

void call::repeat_stop() noexcept
{
    const std::lock_guard lock(mutex_);
    if (current_ && (stop_reason_ || (winding_down_ && attempt_deadline_ == time_point::max())))
        current_->request_stop();
}

void call::abandon() noexcept
{
    routine_.reset();
    const auto last_hold = std::move(self_);
}

bool call::enter(step& next, time_point attempt_deadline)
{
    const std::lock_guard lock(mutex_);
    if (stop_reason_)
        return false;
    current_ = &next;
    attempt_timed_out_ = false;
    attempt_deadline_ = attempt_deadline;
    core_->timers().set(deadline_entry_, std::min(deadline_, attempt_deadline_));
    return true;
}

void call::leave() noexcept
{
    const std::lock_guard lock(mutex_);
    current_ = nullptr;
    attempt_deadline_ = time_point::max();
}

std::optional<error> call::stopped() const
{
    const std::lock_guard lock(mutex_);
    if (stop_reason_)
        return error(*stop_reason_);
    if (winding_down_)
        return error(errc::client_draining);
    return std::nullopt;
}

void call::on_deadline() noexcept
{
    const time_point now = core_->connector().now();
    const std::lock_guard lock(mutex_);
    if (now >= deadline_) {
        if (!stop_reason_)
            stop_reason_ = errc::timed_out;
    } else if (now >= attempt_deadline_) {
        attempt_timed_out_ = true;
    } else {
        return; // for an attempt that ended meanwhile
    }
    if (current_)
        current_->request_stop();
}

call::attempt_result call::read_outcome(const exchanging& exchange)
{
    const http::response_reader& response = exchange.response();
    const auto& outcome = exchange.outcome;
    attempt_result result;
    last_status_ = outcome.code ? 0 : response.status();

    if (outcome.code) {
        const bool timed_out = outcome.code == errc::cancelled && !stopped();
        result.failure = error(timed_out ? error_code(errc::attempt_timed_out) : outcome.code,
                               outcome.sent ? effect::unknown : effect::none);
        if (outcome.cause && outcome.code == errc::connection_lost && outcome.cause != asio::error::eof)
            result.failure->detail(outcome.cause.message());
        else if (outcome.code == errc::header_too_large)
            result.failure->detail("the limit is " + std::to_string(core_->options().header_limit()) +
                                   " bytes");
        else if (outcome.code == errc::body_too_large)
            result.failure->detail("the limit is " + std::to_string(core_->options().body_limit()) +
                                   " bytes");
    } else if (accepts(response.status())) {
        if (const error_code ec = decode(response))
            result.failure = error(ec, effect::unknown).status(response.status());
    } else {
        const auto hidden = secrets();
        server_error said = read_server_error(response.status(), response.body(), hidden);
        const error_code code = said.code;
        result.failure = error(code, code == condition::refused ? effect::rejected
                                                                : retry::effect_of_status(response.status()))
                             .status(response.status())
                             .server_error(std::move(said.error))
                             .server_details(std::move(said.details));
        if (const auto field = response.find("Retry-After"))
            result.retry_after = retry::parse_retry_after(*field, core_->connector().wall_now());
    }
    if (result.failure) {
        if (result.failure->effect() == effect::unknown)
            ++unknown_outcomes_;
        effect_so_far_ = std::max(effect_so_far_, result.failure->effect());
        const bool is_busy = result.failure->status() == 429 || result.failure->status() == 503;
        busy_signals_ += is_busy || result.failure->code() == errc::attempt_timed_out;
    }
    return result;
}

std::optional<error> call::consider_retry(attempt_result last, std::chrono::milliseconds& wait)
{
    const retry::attempt_outcome outcome{last.failure->code(), last.failure->effect(), last.failure->status(),
                                         last.retry_after};
    const auto remaining =
        std::chrono::floor<std::chrono::milliseconds>(deadline_ - core_->connector().now());
    const retry::decision next =
        core_->decide(outcome, {attempts_, unknown_outcomes_, idempotent_, remaining});
    if (next.retry) {
        wait = next.wait;
        return stopped();
    }
    return last.failure->retry_refusal(next.refusal);
}

error call::gate_stays_closed() const
{
    return error(errc::rate_limited)
        .detail("the service asked to hold back all calls until after the deadline")
        .retry_refusal(retry_refusal::retry_after_too_far);
}

void call::finish(std::optional<error> failure)
{
    core_->timers().remove(deadline_entry_);
    const auto elapsed = std::chrono::floor<std::chrono::milliseconds>(core_->connector().now() - started_);
    if (failure) {
        // A clear no speaks for the request as such, an earlier attempt of it included; a refused token, or
        // one that ran out, only for now.
        const bool clear_no = failure->effect() == effect::rejected &&
                              failure->code() == condition::refused &&
                              failure->code() != condition::token_refused;
        if (!clear_no)
            failure->effect(std::max(failure->effect(), effect_so_far_));
        failure->attempts(attempts_).elapsed(elapsed);
    }
    if (report_)
        *report_ = {attempts_, busy_signals_, last_status_, elapsed};
    core_->delist(*this);
    self_.reset();
    complete(std::move(failure), suspended_);
    core_->timers().settle();
}

} // namespace useapi::detail
