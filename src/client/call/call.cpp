#include "client/call/call.hpp"

#include "client/call/answer_error.hpp"
#include "client/call/call_steps.hpp"
#include "client/client_core.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace useapi::detail {

namespace asio = boost::asio;

namespace {

/** Whether the method asks for no change (RFC 9110 section 9.2.1). */
bool is_safe(std::string_view method) noexcept
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

/** Whether no attempt was made: the call was stopped, held back by the gate, or had no place in the pool. A
    connection that could not be made is an attempt. */
bool came_to_no_attempt(const http::transaction& ended)
{
    const error_code why = ended.failure().code();
    return !ended.exchanged() && (!why || why == errc::queue_full || why == condition::cancelled);
}

} // namespace

call::call(call_basis basis, bool idempotent)
    : core_(std::move(basis.core)), options_(std::move(basis.options)),
      idempotent_(idempotent && !(options_ && options_->at_most_once().value_or(false))),
      started_(core_->connector().now()),
      deadline_(deadline_of(options_.get(), core_->options().timeout(), started_)), now_(started_),
      deadline_entry_(*this), turn_(*this), watch_(core_->observed())
{
}

call_routine call::run()
{
    failure = check_all();
    taking_turn turn(*this);
    co_await turn;
    while (!is_over()) {
        sleeping gate(*this, ask_gate());
        co_await gate;
        having_token authorization(*this);
        co_await authorization;
        prepare_attempt();
        attempting attempt(*this);
        co_await attempt;
        sleeping back_off(*this, conclude(attempt.transaction));
        co_await back_off;
    }
    finish();
    *ended_ = true;
}

void call::start()
{
    auto self = keep();
    // Its frame is allocated before anything refers to the call: where that fails, the call is gone.
    routine_ = run();
    self_ = self;
    if (watch_)
        watch_.queued(method(), url_template(),
                      options_ && options_->tag() ? *options_->tag() : std::string_view());
    if (const auto refusal = core_->enlist(*this, started_)) {
        failure = error(*refusal);
        was_refused_ = true;
        finish();
        hand_over(std::move(self));
        return;
    }
    go_on(std::move(self));
}

void call::go_on(std::shared_ptr<call> self)
{
    // If the routine was only suspended, it may be running on another thread by now: no member of the call is
    // read.
    bool ended = false;
    ended_ = &ended;
    routine_.resume();
    if (!ended)
        return;
    routine_.reset();
    hand_over(std::move(self));
}

void call::hand_over(std::shared_ptr<call> self)
{
    struct settling
    {
        const std::shared_ptr<client_core> core;

        ~settling() { core->timers().settle(); }
    };

    const settling afterwards{core_};
    complete(std::move(self), suspended_);
}

unfinished_call call::unfinished() const noexcept
{
    return unfinished_call(was_refused_ ? nullptr : core_->unfinished());
}

void call::resume()
{
    auto self = keep();
    suspended_ = true;
    go_on(std::move(self));
}

void call::post_resume()
{
    asio::post(core_->context(), [self = keep()] { self->resume(); });
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
    if (current_ && !is_exchanging())
        current_->request_stop();
}

void call::abandon() noexcept
{
    routine_.reset();
    const auto last_hold = std::move(self_);
}

bool call::enter(step& next)
{
    const std::lock_guard lock(mutex_);
    if (is_stopped())
        return false;
    current_ = &next;
    return true;
}

void call::leave()
{
    const std::lock_guard lock(mutex_);
    current_ = nullptr;
    attempt_deadline_ = time_point::max();
}

void call::on_queued() noexcept
{
    const std::lock_guard lock(mutex_);
    if (!current_)
        return;
    core_->timers().set(deadline_entry_, std::min(deadline_, attempt_deadline_));
    // A stop that came before the call was queued had no step to end early.
    if (stop_reason_ || (winding_down_ && !is_exchanging()))
        current_->request_stop();
}

bool call::may_exchange(const http::lease& granted, time_point now) noexcept
{
    // The gate may have been closed while the call waited for the connection.
    if (!is_probe_) {
        const retry::origin_gate::answer gate = core_->ask_gate(now);
        if (!gate.passes)
            return false;
        is_probe_ = gate.is_probe;
    }
    {
        const std::lock_guard lock(mutex_);
        if (is_stopped())
            return false;
        attempt_deadline_ = now + attempt_timeout();
        core_->timers().set(deadline_entry_, std::min(deadline_, attempt_deadline_));
    }
    count_attempt();
    watch_.acquired(granted.number(), granted.reused(), now);
    return true;
}

bool call::may_replace(time_point now) noexcept
{
    watch_.releases(false);
    watch_.replaces_connection(record_.attempts());
    watch_.asks_for_connection(now);
    const std::lock_guard lock(mutex_);
    attempt_deadline_ = time_point::max();
    return !is_stopped();
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
    } else if (now < attempt_deadline_) {
        return; // for an attempt that ended meanwhile
    }
    if (current_)
        current_->request_stop();
}

call::time_point call::ask_gate()
{
    const retry::origin_gate::answer gate = core_->ask_gate(now_);
    passes_ = gate.passes;
    is_probe_ = gate.is_probe;
    if (!passes_ && gate.opens >= deadline_)
        failure = error(errc::rate_limited)
                      .detail("the service asked to hold back all calls until after the deadline")
                      .retry_after(std::chrono::ceil<std::chrono::milliseconds>(gate.opens - now_))
                      .retry_refusal(retry_refusal::retry_after_too_far);
    else if (!passes_)
        watch_.held_back(gate.ask_again - now_);
    return gate.ask_again;
}

std::string_view call::token() const noexcept
{
    return (token_ ? token_->token : core_->options().token()).reveal();
}

bool call::take_token()
{
    token_ = core_->token()->known();
    return token_ != nullptr;
}

bool call::renews_token(const retry::attempt_outcome& outcome)
{
    if (!core_->token() || outcome.code != errc::token_refused || std::exchange(renewed_token_, true))
        return false;
    core_->token()->refuse(*token_);
    return true;
}

call::time_point call::conclude(http::transaction& ended)
{
    if (!may_attempt())
        return now_;
    if (came_to_no_attempt(ended)) {
        failure = stopped();
        if (!failure && ended.failure().code())
            failure = ended.failure();
        return now_;
    }
    count_attempt();
    is_counted_ = false;
    attempt_result last;
    const bool has_answer = ended.exchanged() && !ended.outcome().code;
    if (ended.exchanged()) {
        last = read_outcome(ended);
        // It may be the answer to another request. Then the next answer would be, too.
        if (last.failure && last.failure->code() == errc::unexpected_content)
            ended.distrust();
        watch_.releases(ended.outcome().reusable);
        wants_fresh_ = ended.found_connection_dead();
        ended.give_back();
    } else {
        last.failure = ended.failure();
        last.was_cancelled = true; // or it failed at the same time as the limit passed
    }
    succeeded_ = !last.failure;
    if (core_->watched_traffic())
        note_traffic(has_answer, last.failure ? &*last.failure : nullptr);
    if (succeeded_) {
        if (is_probe_)
            core_->reopen_gate();
        return now_;
    }
    const retry::attempt_outcome outcome{last.failure->code(), last.failure->effect(), last.failure->status(),
                                         last.failure->retry_after()};
    record_.on_failed(outcome);
    if (is_probe_ && retry::takes_requests_again(outcome))
        core_->reopen_gate();
    if (last.was_cancelled)
        failure = stopped();
    return failure ? now_ : consider_retry(std::move(*last.failure), outcome);
}

void call::count_attempt()
{
    if (std::exchange(is_counted_, true))
        return;
    record_.on_attempt();
    core_->note_attempt();
    if (traffic* const watched = core_->watched_traffic())
        traffic_number_ = watched->on_attempt();
}

call::attempt_result call::read_outcome(const http::transaction& ended)
{
    const http::response_reader& response = ended.response();
    const auto& outcome = ended.outcome();
    attempt_result result;
    last_status_ = outcome.code ? 0 : response.status();
    if (outcome.code) {
        result.failure = lost_exchange(outcome);
        result.was_cancelled = outcome.code == errc::cancelled;
        return result;
    }
    watch_.response_received(response.status(), outcome.received, response.body().size(), now_);
    note_date(response);
    const auto coding = content_coding(response);
    if (accepts(response.status()) && (!coding || takes_coded_content())) {
        result.failure = decode(response);
    } else {
        const auto wall_now = core_->connector().wall_now();
        result.failure =
            coding ? unreadable(response, *coding, wall_now) : refusal(response, secrets(), wall_now);
        correct_refusal(*result.failure);
    }
    if (result.failure)
        result.failure->request_id(request_id_of(response, secrets()))
            .rate_limit(rate_limit_of(response, core_->connector().wall_now()))
            .response(copy_of_refusal(response));
    return result;
}

call::time_point call::consider_retry(error failed, const retry::attempt_outcome& outcome)
{
    const auto remaining = std::chrono::floor<std::chrono::milliseconds>(deadline_ - now_);
    retry::call_progress progress = record_.progress(idempotent_, remaining);
    if (options_)
        progress.max_attempts = options_->max_attempts().value_or(0);
    retry::decision next;
    next.retry = renews_token(outcome);
    if (!next.retry)
        next = core_->decide(outcome, progress);
    watch_.decided(next, outcome, record_.attempts());
    if (!next.retry) {
        failure = std::move(failed.retry_refusal(next.refusal));
        return now_;
    }
    if (options_)
        report_retry(failed, outcome);
    failure = stopped();
    return now_ + next.wait;
}

void call::finish()
{
    core_->timers().remove(deadline_entry_);
    const auto taken = now_ - started_;
    const auto elapsed = std::chrono::floor<std::chrono::milliseconds>(taken);
    if (failure) {
        if (!was_joined_)
            record_.conclude(*failure, is_safe(method()));
        if (!was_joined_ && record_.attempts() != 0)
            show_request(*failure);
        failure->elapsed(elapsed);
    }
    if (options_ && options_->report_to())
        report_end(elapsed);
    watch_.ended(failure ? &*failure : nullptr, last_status_, record_.attempts(), taken);
    end_turn();
    core_->delist(*this);
    self_.reset();
}

} // namespace useapi::detail
