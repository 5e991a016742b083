#include "client/call/call.hpp"

#include "client/call/call_steps.hpp"
#include "client/client_core.hpp"
#include "client/server_error.hpp"
#include "http/pool/pool.hpp"
#include "retry/effect_of_status.hpp"
#include "retry/retry_after.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace useapi::detail {

namespace asio = boost::asio;

call::call(std::shared_ptr<client_core> core, bool idempotent)
    : core_(std::move(core)), idempotent_(idempotent), started_(core_->connector().now()),
      deadline_(started_ + core_->options().timeout()), deadline_entry_(*this), watch_(core_->observed())
{
}

// Not in the timers any more: it ended, or they were abandoned before it was.
call::~call() = default;

call_routine call::run()
{
    failure = validate();
    time_point now = started_;
    while (!failure) {
        const time_point passes_gate = core_->passes_gate_at(now);
        if (passes_gate >= deadline_) {
            failure = gate_stays_closed();
            break;
        }
        if (passes_gate > now) {
            watch_.held_back(passes_gate - now);
            sleeping gate(*this, passes_gate);
            const bool goes_on = co_await gate;
            now = core_->connector().now();
            if (!goes_on)
                break;
        }

        ++attempts_;
        core_->note_attempt();
        attempt_result last;
        for (bool wants_fresh = false;;) {
            watch_.asks_for_connection(now);
            acquiring acquisition(*this, wants_fresh, now);
            const bool goes_on = co_await acquisition;
            now = acquisition.answered();
            if (!goes_on) {
                acquisition.granted.release(now);
                break;
            }
            if (!acquisition.granted) {
                last.failure = std::move(acquisition.failure);
                break;
            }

            http::lease connection = std::move(acquisition.granted);
            watch_.acquired(connection.number(), connection.reused(), now);
            exchanging exchange(*this, connection, now + core_->options().attempt_timeout());
            co_await exchange;
            now = core_->connector().now();
            const bool was_sent = exchange.outcome.sent;
            if ((idempotent_ || !was_sent) && !wants_fresh && exchange.found_connection_dead()) {
                if (was_sent) {
                    // No answer is no proof that the service saw nothing.
                    effect_so_far_ = effect::unknown;
                    watch_.request_failed(exchange.outcome.code, now);
                }
                watch_.releases(false);
                watch_.replaces_connection(attempts_);
                connection.discard_with_siblings();
                wants_fresh = true;
                continue;
            }
            read_outcome(exchange, now, last);
            watch_.releases(exchange.outcome.reusable);
            if (exchange.outcome.reusable)
                connection.release(now);
            else
                connection.discard();
            if (last.failure && exchange.outcome.code == errc::cancelled)
                failure = stopped();
            break;
        }
        if (failure || !last.failure)
            break;

        std::chrono::milliseconds wait{};
        if (consider_retry(last, now, wait)) {
            sleeping back_off(*this, now + wait);
            co_await back_off;
            now = core_->connector().now();
        }
    }
    finish(now);
    *ended_ = true;
}

void call::start()
{
    auto keep = shared_from_this();
    self_ = keep;
    if (watch_)
        watch_.queued(method(), url_template());
    if (const auto refusal = core_->enlist(*this, started_)) {
        failure = error(*refusal);
        finish(started_);
        hand_over(std::move(keep));
        return;
    }
    routine_ = run();
    go_on(std::move(keep));
}

void call::go_on(std::shared_ptr<call> self) noexcept
{
    // Where the routine was only suspended it may be running elsewhere by now: nothing of the call is looked
    // at.
    bool ended = false;
    ended_ = &ended;
    routine_.resume();
    if (!ended)
        return;
    routine_.reset();
    hand_over(std::move(self));
}

void call::hand_over(std::shared_ptr<call> self) noexcept
{
    const auto core = core_;
    complete(std::move(self), suspended_);
    core->timers().settle();
}

void call::resume() noexcept
{
    auto self = shared_from_this();
    suspended_ = true;
    go_on(std::move(self));
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

void call::guard_wait()
{
    const std::lock_guard lock(mutex_);
    if (!current_)
        return;
    core_->timers().set(deadline_entry_, std::min(deadline_, attempt_deadline_));
    if (stop_reason_ || (winding_down_ && attempt_deadline_ == time_point::max()))
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

std::optional<error> call::leave()
{
    const std::lock_guard lock(mutex_);
    current_ = nullptr;
    attempt_deadline_ = time_point::max();
    return stop_error();
}

std::optional<error> call::stopped() const
{
    const std::lock_guard lock(mutex_);
    return stop_error();
}

std::optional<error> call::stop_error() const
{
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

void call::read_outcome(const exchanging& exchange, time_point now, attempt_result& result)
{
    const http::response_reader& response = exchange.response();
    const auto& outcome = exchange.outcome;
    last_status_ = outcome.code ? 0 : response.status();
    if (!outcome.code)
        watch_.response_received(response.status(), outcome.received, response.body().size(), now);

    if (outcome.code) {
        const bool timed_out = outcome.code == errc::cancelled && !stopped();
        const error_code code = timed_out ? error_code(errc::attempt_timed_out) : outcome.code;
        if (outcome.sent)
            watch_.request_failed(code, now);
        result.failure = error(code, outcome.sent ? effect::unknown : effect::none);
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
}

bool call::consider_retry(attempt_result& last, time_point now, std::chrono::milliseconds& wait)
{
    const retry::attempt_outcome outcome{last.failure->code(), last.failure->effect(), last.failure->status(),
                                         last.retry_after};
    const auto remaining = std::chrono::floor<std::chrono::milliseconds>(deadline_ - now);
    const retry::decision next =
        core_->decide(outcome, {attempts_, unknown_outcomes_, idempotent_, remaining});
    watch_.decided(next, outcome, attempts_);
    if (next.retry) {
        if (report_)
            ++report_->retries[outcome.status != 0 ? "status " + std::to_string(outcome.status)
                                                   : std::string(name_of(outcome.code))];
        wait = next.wait;
        failure = stopped();
        return !failure;
    }
    failure = std::move(last.failure);
    failure->retry_refusal(next.refusal);
    return false;
}

error call::gate_stays_closed() const
{
    return error(errc::rate_limited)
        .detail("the service asked to hold back all calls until after the deadline")
        .retry_refusal(retry_refusal::retry_after_too_far);
}

void call::finish(time_point now)
{
    core_->timers().remove(deadline_entry_);
    const auto taken = now - started_;
    const auto elapsed = std::chrono::floor<std::chrono::milliseconds>(taken);
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
    if (report_) {
        report_->attempts = attempts_;
        report_->busy_signals = busy_signals_;
        report_->status = last_status_;
        report_->elapsed = elapsed;
    }
    watch_.ended(failure ? &*failure : nullptr, last_status_, attempts_, taken);
    core_->delist(*this);
    self_.reset();
}

} // namespace useapi::detail
