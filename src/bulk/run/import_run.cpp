#include "bulk/run/import_run.hpp"

#include "bulk/run/outcome_rules.hpp"
#include "bulk/services.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

} // namespace

import_run::import_run(const import_options& options, std::shared_ptr<row_feed> feed,
                       std::unique_ptr<run_world> world, std::optional<std::uint64_t> total,
                       std::function<bool(const row_result&)> report,
                       std::function<void(import_summary)> done)
    : options_(options), may_repeat_(bulk::may_repeat(options)), feed_(std::move(feed)),
      world_(std::move(world)), total_(total), report_(std::move(report)), done_(std::move(done)),
      pace_(options.concurrency(), options.rate()),
      brake_(options.max_rejected(), options.max_rejected_percent())
{
    started_ = world_->now();
    std::map<std::string, std::size_t> origins;
    const std::vector<profile>& given = options_.profiles();
    const bool has_default = !given.empty() && given.front().name().empty();
    if (!has_default && !options_.needs_profile())
        add_lane(profile(), origins);
    for (const profile& each : given)
        if (!each.name().empty() || !options_.needs_profile())
            add_lane(each, origins);
}

void import_run::add_lane(const profile& what, std::map<std::string, std::size_t>& origins)
{
    lane made;
    made.profile = what.name();
    made.origin = origins.emplace(what.origin(), origins.size()).first->second;
    if (made.origin == origins_.size())
        origins_.emplace_back(options_.service_patience());
    lane_of_[what.name()] = pace_.add_lane(made.origin, what.max_logins(), what.rate());
    rows_.add_lane();
    lanes_.push_back(std::move(made));
}

void import_run::start()
{
    started_ = world_->now();
    pump();
}

void import_run::stop(stop_reason why, std::string detail)
{
    if (stopping_ || finished_)
        return;
    stopping_ = true;
    summary_.stopped = why;
    summary_.stop_detail = std::move(detail);
    grace_ends_ = world_->now() + options_.grace();
    pump();
}

void import_run::cut()
{
    stop(stop_reason::interrupted);
    grace_ends_ = world_->now();
    pump();
}

/** Begins no more calls until `go_on`. Calls under way go on. */
void import_run::pause()
{
    paused_ = true;
    pump();
}

void import_run::go_on()
{
    paused_ = false;
    pump();
}

void import_run::change_pace(std::size_t concurrency, double rate)
{
    pace_.change(concurrency, rate, world_->now());
    full_limit_ = pace_.limit();
    pump();
}

progress import_run::snapshot() const
{
    progress seen;
    seen.total = total_;
    seen.applied = summary_.applied;
    seen.rejected = summary_.rejected;
    seen.failed = summary_.failed;
    seen.unknown = summary_.unknown;
    seen.skipped = summary_.skipped;
    seen.unchanged = summary_.unchanged;
    seen.from_ledger = summary_.from_ledger;
    seen.retried = summary_.retried + running_retries_;
    seen.in_flight = in_flight_.size();
    seen.limit = pace_.limit();
    seen.full_limit = full_limit_;
    seen.waiting_again = rows_.waiting_again();
    seen.stopping = stopping_;
    seen.paused = paused_;
    for (const auto& [error, times] : summary_.errors)
        seen.note_failure(error, times);
    seen.elapsed = summary_.elapsed;
    if (finished_)
        return seen;
    seen.elapsed = std::chrono::floor<std::chrono::milliseconds>(world_->now() - started_);
    seen.held_back = world_->held_back();
    const time_point now = world_->now();
    for (const origin& each : origins_) {
        if (each.in_flight != 0 && !each.outage.is_on())
            seen.unanswered_for = std::max(
                seen.unanswered_for, std::chrono::floor<std::chrono::milliseconds>(now - each.heard_at));
        if (!each.outage.is_on() || stopping_)
            continue;
        const auto from_now = [now](time_point when) {
            return std::max(std::chrono::ceil<std::chrono::milliseconds>(when - now), 0ms);
        };
        seen.outage = each.outage.reason();
        seen.service_is_silent = each.outage.is_silent();
        seen.outage_for = std::chrono::floor<std::chrono::milliseconds>(now - each.outage.began_at());
        seen.next_try_in = each.in_flight != 0 ? 0ms : from_now(each.outage.next_try());
        seen.gives_up_in = from_now(each.outage.gives_up_at());
    }
    return seen;
}

void import_run::pump()
{
    // Reporting a row, or stopping, may call this function again from inside of the loop.
    if (pumping_ || finished_)
        return;
    pumping_ = true;
    const auto keep = shared_from_this();
    const time_point now = world_->now();
    give_up_outages(now);
    while (!stopping_ && begin_next(now)) {
    }
    if (stopping_) {
        feed_->cancel_wait();
        if (grace_ends_ && now >= *grace_ends_)
            for (call_in_flight& each : in_flight_)
                each.call->cancel();
    }
    pumping_ = false;
    const bool nothing_left = stopping_ || ((input_ended_ || is_at_limit()) && rows_.empty());
    if (in_flight_.empty() && nothing_left)
        finish();
    else
        set_alarm(now);
}

/** Returns false if there is no row for which a call can begin now. */
bool import_run::begin_next(time_point now)
{
    // Reads even if no rate allows a call yet, so that the run knows the end of the input in time.
    while (!stopping_ && is_row_wanted() && read_one()) {
    }
    if (!may_begin())
        return false;
    const auto which = pace_.next(now, [&](std::size_t each) {
        const origin& its = origins_[lanes_[each].origin];
        return its.outage.may_begin(now, its.in_flight) && rows_.has_row(each, now);
    });
    if (!which)
        return false;
    auto pending = rows_.take(*which, now);
    if (feed_->is_still_ours(pending->row))
        begin(*which, std::move(pending), now);
    else
        give_back(*pending);
    return true;
}

/** The number of rows of a lane to take from the feed. */
std::size_t import_run::wanted_of(std::size_t which_lane) const
{
    const std::size_t batch = feed_->batch();
    // The rows of a stopped lane are only reported.
    if (lanes_[which_lane].stopped)
        return batch;
    if (!rows_.has_space(which_lane))
        return 0;
    const std::size_t fresh = rows_.fresh(which_lane);
    const std::size_t wanted = batch == 1 ? std::size_t(fresh == 0 && pace_.has_room(which_lane))
                                          : pace_.rows_to_ask_for(which_lane, fresh, batch + batch / 2);
    if (options_.row_limit() == 0)
        return wanted;
    return std::min<std::size_t>(wanted, options_.row_limit() - rows_to_send_);
}

std::size_t import_run::wanted_of(const std::string& profile) const
{
    const auto found = lane_of_.find(profile);
    return found == lane_of_.end() ? feed_->batch() : wanted_of(found->second);
}

bool import_run::is_row_wanted() const
{
    if (input_ended_ || is_at_limit())
        return false;
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        if (!lanes_[i].stopped && wanted_of(i) != 0)
            return true;
    return lanes_.empty();
}

/** Returns false if the feed has no row now. */
bool import_run::read_one()
{
    row_feed::item item = feed_->next([this](const std::string& profile) { return wanted_of(profile); });
    if (auto* const row = std::get_if<input_row>(&item)) {
        route(std::move(*row));
    } else if (auto* const problem = std::get_if<row_problem>(&item)) {
        skip(problem->line, problem->email, "not sent: " + problem->message);
        if (!options_.skip_invalid())
            stop(stop_reason::invalid_row, problem->text());
    } else if (std::holds_alternative<row_source::repeated>(item)) {
        ++summary_.duplicates;
    } else if (auto* const known = std::get_if<row_source::settled>(&item)) {
        report(std::move(known->result));
    } else if (std::holds_alternative<row_source::end_of_input>(item)) {
        input_ended_ = true;
    } else if (auto* const lost = std::get_if<row_source::unreadable>(&item)) {
        input_ended_ = true;
        stop(stop_reason::input_changed, lost->why);
    } else {
        feed_->async_wait([weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self)
                return;
            self->pace_.on_rows();
            self->pump();
        });
        return false;
    }
    return true;
}

void import_run::route(input_row row)
{
    const auto found = lane_of_.find(row.profile);
    if (found == lane_of_.end())
        return skip(std::move(row), "not sent: its profile is not known here");
    lane& its = lanes_[found->second];
    ++its.rows;
    if (its.stopped)
        return skip(std::move(row), "not sent: " + its.why_stopped);
    ++rows_to_send_;
    rows_.put_fresh(found->second, std::move(row));
}

/** The row's turn came after the worker's lease had ended. */
void import_run::give_back(pending_row& pending)
{
    running_retries_ -= pending.repeated_attempts();
    pending.row.effect_so_far = pending.effect_so_far;
    feed_->take_back(std::move(pending.row));
    --rows_to_send_;
    input_ended_ = false;
}

void import_run::begin(std::size_t which_lane, std::unique_ptr<pending_row> pending, time_point now)
{
    if (origin& reached = origins_[lanes_[which_lane].origin]; reached.in_flight++ == 0)
        reached.heard_at = now;
    if (pending->calls++ == 0)
        pending->first_begun = now;
    in_flight_.emplace_back();
    const auto which = std::prev(in_flight_.end());
    which->number = ++calls_begun_;
    which->ticket = pace_.begin(which_lane, now);
    const input_row& row = pending->row;
    which->pending = std::move(pending);
    which->call = world_->start(
        row,
        [weak = weak_from_this(), call = which->number, which_lane](const error& why) {
            if (const auto self = weak.lock())
                self->on_attempt_failed(call, which_lane, why);
        },
        [weak = weak_from_this(), which](call_outcome ended) {
            if (const auto self = weak.lock())
                self->on_done(which, std::move(ended));
        });
}

void import_run::on_done(std::list<call_in_flight>::iterator which, call_outcome ended)
{
    auto pending = std::move(which->pending);
    const pacer::ticket ticket = which->ticket;
    const std::uint64_t call = which->number;
    in_flight_.erase(which);
    full_limit_ = std::max(full_limit_, pace_.limit());
    pace_.end(ticket, overload_of(ended));

    running_retries_ -= pending->repeated_attempts();
    pending->attempts += ended.attempts;
    pending->elapsed += ended.elapsed;
    pending->status = ended.status;
    for (const auto& [reason, times] : ended.retries)
        pending->retries[reason] += times;
    const bool succeeded = !ended.failure;
    const error why = ended.failure.value_or(error());
    lane& its = lanes_[ticket.lane];
    const time_point now = world_->now();
    note_end(call, ticket.lane, succeeded ? nullptr : &why, now);
    if (succeeded) {
        report(result_of(*pending, row_outcome::applied, nullptr));
        count_outcome(row_outcome::applied);
    } else if (!stopping_ && !its.stopped && deserves_another_call(*pending, why, now)) {
        pending->calls_that_arrived += why.effect() != effect::none;
        pending->effect_so_far = std::max(pending->effect_so_far, why.effect());
        pending->last_error = why;
        ++pending->retries[retry_reason(why)];
        running_retries_ += pending->repeated_attempts();
        const time_point due = now + pause_after(pending->calls);
        rows_.put_again(ticket.lane, due, std::move(pending));
    } else if (is_left_pending(*pending, why)) {
        skip(std::move(pending->row), "not sent: " + why.message());
    } else {
        const bool clear_no = is_clear_no(why, pending->effect_so_far);
        const row_outcome outcome = clear_no ? row_outcome::rejected : row_outcome::failed;
        report(result_of(*pending, outcome, &why));
        count_outcome(outcome);
    }

    if (!succeeded)
        stop_where_hopeless(ticket.lane, why);
    pump();
}

bool import_run::deserves_another_call(const pending_row& pending, const error& why, time_point now) const
{
    const bool is_out_of_reach = origins_[lanes_[lane_of_.at(pending.row.profile)].origin].outage.is_on();
    if (is_out_of_reach && is_without_answer(why) && why.effect() != effect::unknown)
        return true;
    if (why.code() != condition::transient || (why.effect() == effect::unknown && !may_repeat_))
        return false;
    // A call that never reached the service did no harm and cost no login. Two calls are always allowed: the
    // first calls to a silent service end before the run knows that it is silent.
    if (why.effect() == effect::none)
        return pending.calls < 2 || now - pending.first_begun < options_.row_timeout();
    return pending.calls_that_arrived < options_.row_retries();
}

void import_run::report(row_result row)
{
    summary_.count(row);
    if (report_(row))
        return;
    stop(stop_reason::results_failed);
    // After the last call there is nothing to stop; the reason is only reported.
    if (finished_ && summary_.stopped == stop_reason::none)
        summary_.stopped = stop_reason::results_failed;
}

void import_run::set_alarm(time_point now)
{
    std::optional<time_point> next;
    const auto consider = [&](time_point when) { next = next ? std::min(*next, when) : when; };
    if (stopping_) {
        if (grace_ends_ && *grace_ends_ > now)
            consider(*grace_ends_);
    } else if (may_begin()) {
        for (const origin& each : origins_)
            if (each.outage.is_on() && each.outage.gives_up_at() > now)
                consider(each.outage.gives_up_at());
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            const auto due = rows_.next_due(i);
            const origin& its = origins_[lanes_[i].origin];
            if (!due || !pace_.has_room(i) || (its.outage.is_on() && its.in_flight != 0))
                continue;
            const time_point allowed = std::max(*due, pace_.may_begin_at(i, now));
            consider(its.outage.is_on() ? std::max(allowed, its.outage.next_try()) : allowed);
        }
    }
    if (next)
        world_->wake_at(*next, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->pump();
        });
    else
        world_->cancel_wake();
}

} // namespace useapi::bulk
