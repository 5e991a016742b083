#include "client/call/call_watch.hpp"

namespace useapi::detail {

void call_watch::queued(std::string_view method, std::string_view url_template, std::string_view tag) noexcept
{
    id_ = observed_->next_call();
    method_ = method;
    url_template_ = url_template;
    tag_ = tag;
    observed_->listener().on_call_queued(event::call_queued(which()));
}

void call_watch::sent(observation::time_point at) noexcept
{
    observed_->listener().on_request_sent(event::request_sent(exchange(at)));
}

void call_watch::first_byte(observation::time_point at) noexcept
{
    observed_->listener().on_first_byte(event::first_byte(exchange(at)));
}

void call_watch::tell_held_back(event::duration wait) noexcept
{
    observed_->listener().on_call_held_back(event::call_held_back(which(), wait));
}

void call_watch::tell_acquired(std::uint64_t connection, bool reused, observation::time_point now) noexcept
{
    connection_ = connection;
    ++exchanges_;
    acquired_ = now;
    observed_->listener().on_connection_acquired(
        event::connection_acquired(which(), connection, reused, acquired_ - asked_));
}

void call_watch::tell_response_received(int status, std::size_t size, std::size_t body_size,
                                        observation::time_point now) noexcept
{
    observed_->listener().on_response_received(
        event::response_received(exchange(now), status, size, body_size));
}

void call_watch::tell_request_failed(error_code code, observation::time_point now) noexcept
{
    observed_->listener().on_request_failed(event::request_failed(exchange(now), code));
}

void call_watch::tell_releases(bool reusable) noexcept
{
    observed_->listener().on_connection_released(event::connection_released(which(), connection_, reusable));
}

void call_watch::tell_replaces_connection(unsigned attempt) noexcept
{
    --exchanges_; // nothing was sent for it
    observed_->listener().on_retry_decided(
        event::retry_decided(which(), attempt, errc::connection_lost, 0, effect::none).on_fresh_connection());
}

void call_watch::tell_decided(const retry::decision& next, const retry::attempt_outcome& last,
                              unsigned attempt) noexcept
{
    if (next.close_gate)
        observed_->listener().on_gate_closed(event::gate_closed(which(), last.status, *next.close_gate));
    event::retry_decided decision(which(), attempt, last.code, last.status, last.effect);
    if (next.retry)
        decision.after(next.wait);
    else
        decision.refused(next.refusal);
    observed_->listener().on_retry_decided(decision);
}

void call_watch::tell_ended(const error* failure, int status, unsigned attempts,
                            event::duration elapsed) noexcept
{
    const error_code code = failure ? failure->code() : error_code();
    const effect what = failure ? failure->effect() : effect::applied;
    observed_->listener().on_call_ended(event::call_ended(which(), code, status, what, attempts, elapsed));
}

} // namespace useapi::detail
