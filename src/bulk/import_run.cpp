#include "bulk/import_run.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_waiting_again = 10'000;

// While fresh rows last, one call in so many goes to a row that waits again.
constexpr std::uint64_t share_of_waiting = 4;

constexpr std::chrono::milliseconds first_pause = 1s;
constexpr std::chrono::milliseconds longest_pause = 15s;

// A service that never answered for so long is taken to be out of reach altogether.
constexpr std::chrono::milliseconds patience_without_answer = 5s;

std::chrono::milliseconds pause_after(unsigned calls)
{
    return std::min(longest_pause, first_pause * (1 << std::min(calls - 1, 8U)));
}

/** Why a row gets another call, as metrics and reports have it. */
std::string retry_reason(const error& why)
{
    return why.status() != 0 ? "status " + std::to_string(why.status()) : std::string(name_of(why.code()));
}

/** Whether a later run is worth it: what never arrived, what ends by itself, and what a good token mends. */
bool may_pass(const error& why)
{
    return why.effect() != effect::rejected || why.code() == condition::transient ||
           why.code() == condition::token_refused;
}

} // namespace

import_run::import_run(const import_options& options, std::unique_ptr<row_feed> feed,
                       std::unique_ptr<run_environment> environment, std::optional<std::uint64_t> total,
                       std::function<bool(const row_result&)> report,
                       std::function<void(import_summary)> done)
    : options_(options), feed_(std::move(feed)), environment_(std::move(environment)), total_(total),
      report_(std::move(report)), done_(std::move(done)), limiter_(options.concurrency()),
      rate_(options.rate())
{
}

void import_run::start()
{
    started_ = environment_->now();
    pump();
}

void import_run::stop(stop_reason why, std::string detail)
{
    if (stopping_ || finished_)
        return;
    stopping_ = true;
    summary_.stopped = why;
    summary_.stop_detail = std::move(detail);
    grace_ends_ = environment_->now() + options_.grace();
    pump();
}

void import_run::cut()
{
    stop(stop_reason::interrupted);
    grace_ends_ = environment_->now();
    pump();
}

progress import_run::snapshot() const
{
    progress seen;
    seen.total = total_;
    seen.applied = summary_.applied;
    seen.rejected = summary_.rejected;
    seen.failed = summary_.failed;
    seen.skipped = summary_.skipped;
    seen.unchanged = summary_.unchanged;
    seen.retried = summary_.retried + running_retries_;
    seen.in_flight = in_flight_.size();
    seen.limit = limiter_.limit();
    seen.waiting_again = waiting_again_.size();
    seen.elapsed = std::chrono::floor<std::chrono::milliseconds>(environment_->now() - started_);
    seen.stopping = stopping_;
    return seen;
}

void import_run::pump()
{
    // Reporting a row, or stopping, may come back here from inside of the loop.
    if (pumping_ || finished_)
        return;
    pumping_ = true;
    const auto keep = shared_from_this();
    const time_point now = environment_->now();
    while (!stopping_ && in_flight_.size() < limiter_.limit() && rate_.next_at(now) <= now &&
           begin_next(now)) {
    }
    // One row ahead, so that the end of the input is known before the rate allows another call.
    if (!stopping_ && !fresh_ && in_flight_.size() < limiter_.limit())
        fresh_ = take_fresh();
    if (stopping_) {
        feed_->cancel_wait();
        if (grace_ends_ && now >= *grace_ends_)
            for (flight& each : in_flight_)
                each.call->cancel();
    }
    pumping_ = false;
    const bool nothing_left = stopping_ || (input_ended_ && waiting_again_.empty() && !fresh_);
    if (in_flight_.empty() && nothing_left)
        finish();
    else
        set_alarm(now);
}

/** False where there is no row to begin a call for, now. */
bool import_run::begin_next(time_point now)
{
    const bool waiting_has_its_turn = begun_ % share_of_waiting == 0;
    std::unique_ptr<journey> next;
    if (waiting_has_its_turn || input_ended_ || waiting_again_.size() >= most_waiting_again)
        next = take_waiting(now);
    if (!next && waiting_again_.size() < most_waiting_again)
        next = fresh_ ? std::move(fresh_) : take_fresh();
    if (!next && !stopping_)
        next = take_waiting(now);
    if (!next || stopping_) {
        if (next)
            skip(std::move(next->row), "not sent: the run was stopped");
        return false;
    }
    begin(std::move(next), now);
    return true;
}

std::unique_ptr<import_run::journey> import_run::take_waiting(time_point now)
{
    if (waiting_again_.empty() || waiting_again_.begin()->first > now)
        return nullptr;
    auto taken = std::move(waiting_again_.begin()->second);
    waiting_again_.erase(waiting_again_.begin());
    return taken;
}

std::unique_ptr<import_run::journey> import_run::take_fresh()
{
    while (!input_ended_ && !awaits_input_ && !stopping_) {
        row_feed::item item = feed_->next();
        if (auto* const row = std::get_if<input_row>(&item))
            return std::make_unique<journey>(std::move(*row));
        if (auto* const problem = std::get_if<row_problem>(&item)) {
            skip(problem->line, problem->email, "not sent: " + problem->message);
            if (!options_.skip_invalid())
                stop(stop_reason::invalid_row, problem->text());
        } else if (std::holds_alternative<row_feed::repeated>(item)) {
            ++summary_.duplicates;
        } else if (auto* const known = std::get_if<row_feed::settled>(&item)) {
            report(std::move(known->result));
        } else if (std::holds_alternative<row_feed::end_of_input>(item)) {
            input_ended_ = true;
        } else if (auto* const lost = std::get_if<row_feed::unreadable>(&item)) {
            input_ended_ = true;
            stop(stop_reason::input_changed, lost->why);
        } else {
            awaits_input_ = true;
            feed_->async_wait([self = shared_from_this()] {
                self->awaits_input_ = false;
                self->pump();
            });
        }
    }
    return nullptr;
}

void import_run::begin(std::unique_ptr<journey> traveller, time_point now)
{
    ++begun_;
    rate_.on_begin(now);
    if (traveller->calls++ == 0)
        traveller->first_begun = now;
    in_flight_.emplace_back();
    const auto which = std::prev(in_flight_.end());
    which->number = limiter_.on_begin();
    const input_row& row = traveller->row;
    which->traveller = std::move(traveller);
    which->call = environment_->start(row, [self = shared_from_this(), which](call_outcome outcome) {
        self->on_done(which, std::move(outcome));
    });
}

void import_run::on_done(std::list<flight>::iterator which, call_outcome ended)
{
    auto traveller = std::move(which->traveller);
    const std::uint64_t number = which->number;
    in_flight_.erase(which);

    running_retries_ -= traveller->attempts > 1 ? traveller->attempts - 1 : 0;
    traveller->attempts += ended.attempts;
    traveller->elapsed += ended.elapsed;
    traveller->status = ended.status;
    for (const auto& [reason, times] : ended.retries)
        traveller->retries[reason] += times;
    const bool succeeded = ended.outcome.has_value();
    const error why = succeeded ? error() : ended.outcome.error();
    answered_ = answered_ || succeeded || why.status() != 0;
    if (ended.busy_signals != 0 || (!succeeded && why.code() == condition::transient))
        limiter_.on_overload(number);
    else
        limiter_.on_success();

    const time_point now = environment_->now();
    if (succeeded) {
        settle(*traveller, row_outcome::applied, nullptr);
    } else if (!stopping_ && deserves_another_call(*traveller, why, now)) {
        traveller->calls_that_arrived += why.effect() != effect::none;
        traveller->effect_so_far = std::max(traveller->effect_so_far, why.effect());
        traveller->last_error = why;
        ++traveller->retries[retry_reason(why)];
        running_retries_ += traveller->attempts > 1 ? traveller->attempts - 1 : 0;
        const time_point due = now + pause_after(traveller->calls);
        waiting_again_.emplace(due, std::move(traveller));
    } else {
        // A refused token says nothing of what an earlier call did.
        const bool speaks_for_all =
            why.code() != condition::token_refused || traveller->effect_so_far != effect::unknown;
        const bool clear_no =
            why.effect() == effect::rejected && why.code() == condition::refused && speaks_for_all;
        settle(*traveller, clear_no ? row_outcome::rejected : row_outcome::failed, &why);
    }

    if (!succeeded && why.code() == condition::token_refused)
        stop(stop_reason::token_refused, why.message());
    const bool hopeless = why.code() == errc::certificate_rejected ||
                          why.code() == errc::client_certificate_rejected ||
                          why.code() == errc::proxy_refused || now - started_ >= patience_without_answer;
    if (!succeeded && !answered_ && why.code() == condition::transport && hopeless)
        stop(stop_reason::unreachable, why.message());
    pump();
}

bool import_run::deserves_another_call(const journey& traveller, const error& why, time_point now) const
{
    if (why.code() != condition::transient)
        return false;
    // What never reached the service did no harm, and costs its account no login.
    if (why.effect() == effect::none)
        return now - traveller.first_begun < options_.row_timeout();
    return traveller.calls_that_arrived < options_.row_retries();
}

void import_run::settle(journey& traveller, row_outcome outcome, const error* why)
{
    row_result row;
    row.line = traveller.row.line;
    row.email = traveller.row.settings.email();
    row.profile = std::move(traveller.row.profile);
    row.retries = std::move(traveller.retries);
    row.outcome = outcome;
    row.attempts = traveller.attempts;
    row.elapsed = traveller.elapsed;
    row.effect = effect::applied;
    row.status = traveller.status;
    if (why) {
        // A clear no speaks for the row as such, earlier calls included.
        row.effect = outcome == row_outcome::rejected ? why->effect()
                                                      : std::max(why->effect(), traveller.effect_so_far);
        row.may_pass = may_pass(*why);
        row.status = why->status();
        row.error = why->code().message();
        if (!why->server_error().empty())
            row.error += ": " + why->server_error();
    }
    report(std::move(row));
}

void import_run::report(row_result row)
{
    summary_.count(row);
    if (report_(row))
        return;
    stop(stop_reason::results_failed);
    // Past the end of the calls there is nothing left to stop, only to tell.
    if (finished_ && summary_.stopped == stop_reason::none)
        summary_.stopped = stop_reason::results_failed;
}

void import_run::skip(input_row unsent, std::string why)
{
    row_result row;
    row.line = unsent.line;
    row.email = unsent.settings.email();
    row.profile = std::move(unsent.profile);
    row.error = std::move(why);
    report(std::move(row));
}

void import_run::skip(std::uint64_t line, std::string email, std::string why)
{
    row_result row;
    row.line = line;
    row.email = std::move(email);
    row.error = std::move(why);
    report(std::move(row));
}

void import_run::skip_the_rest()
{
    for (auto& [due, traveller] : waiting_again_)
        settle(*traveller, row_outcome::failed, &traveller->last_error);
    waiting_again_.clear();
    if (fresh_)
        skip(std::move(fresh_->row), "not sent: the run was stopped");
    if (summary_.stopped == stop_reason::none || !feed_->can_be_read_to_its_end())
        return;
    for (;;) {
        row_feed::item item = feed_->next();
        if (auto* const row = std::get_if<input_row>(&item))
            skip(std::move(*row), "not sent: the run was stopped");
        else if (auto* const known = std::get_if<row_feed::settled>(&item))
            report(std::move(known->result));
        else if (const auto* const problem = std::get_if<row_problem>(&item))
            skip(problem->line, problem->email, "not sent: " + problem->message);
        else if (!std::holds_alternative<row_feed::repeated>(item))
            return;
    }
}

void import_run::set_alarm(time_point now)
{
    std::optional<time_point> next;
    const auto consider = [&](time_point when) { next = next ? std::min(*next, when) : when; };
    if (stopping_) {
        if (grace_ends_ && *grace_ends_ > now)
            consider(*grace_ends_);
    } else if (in_flight_.size() < limiter_.limit()) {
        if (rate_.next_at(now) > now)
            consider(rate_.next_at(now));
        if (!waiting_again_.empty())
            consider(std::max(waiting_again_.begin()->first, rate_.next_at(now)));
    }
    if (next)
        environment_->wake_at(*next, [self = shared_from_this()] { self->pump(); });
    else
        environment_->cancel_wake();
}

void import_run::finish()
{
    finished_ = true;
    skip_the_rest();
    environment_->cancel_wake();
    summary_.elapsed = std::chrono::floor<std::chrono::milliseconds>(environment_->now() - started_);
    const auto done = std::exchange(done_, nullptr);
    done(std::move(summary_));
}

} // namespace useapi::bulk
