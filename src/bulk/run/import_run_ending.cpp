#include "bulk/run/import_run.hpp"
#include "bulk/run/outcome_rules.hpp"

#include <algorithm>
#include <limits>
#include <utility>

// The end of a run, and of one of its lanes.

namespace useapi::bulk {

void import_run::stop_where_hopeless(std::size_t which_lane, const error& why)
{
    if (why.code() == condition::token_refused)
        stop_lane(which_lane, stop_reason::token_refused, why.message());
    const std::size_t where = lanes_[which_lane].origin;
    if (!origins_[where].answered && is_hopeless(why))
        stop_lanes_of(where, stop_reason::unreachable, why.message());
}

/** Counts the outcome of a row that was sent. */
void import_run::count_outcome(row_outcome outcome)
{
    const auto too_many = brake_.on_outcome(outcome == row_outcome::rejected);
    if (!too_many)
        return;
    const auto most = std::max_element(summary_.errors.begin(), summary_.errors.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    stop(stop_reason::too_many_rejected,
         *too_many + ", most often: " + std::to_string(most->second) + " x " + most->first);
}

void import_run::stop_lanes_of(std::size_t which_origin, stop_reason why, const std::string& detail)
{
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        if (lanes_[i].origin == which_origin)
            stop_lane(i, why, detail);
}

void import_run::stop_lane(std::size_t which, stop_reason why, const std::string& detail)
{
    lane& stopped = lanes_[which];
    if (stopped.stopped || finished_)
        return;
    stopped.stopped = why;
    stopped.why_stopped = detail;
    const bool was_last =
        std::all_of(lanes_.begin(), lanes_.end(), [](const lane& each) { return each.stopped.has_value(); });
    if (was_last) {
        const bool all_alike = std::all_of(lanes_.begin(), lanes_.end(),
                                           [why](const lane& each) { return each.stopped == why; });
        stop(all_alike ? why : stop_reason::profiles_stopped, detail);
    } else if (!stopping_) {
        empty(which, "not sent: " + detail);
    }
}

/** Gives a result to every row of a lane that is not in flight. */
void import_run::empty(std::size_t which, const std::string& why)
{
    // Takes a row out before it reports it, because the report may end the run, which empties every lane.
    while (const auto pending = rows_.take_waiting(which)) {
        running_retries_ -= pending->repeated_attempts();
        if (is_left_pending(*pending, pending->last_error))
            skip(std::move(pending->row), "not sent: " + pending->last_error.message());
        else
            report(result_of(*pending, row_outcome::failed, &pending->last_error));
    }
    while (const auto pending = rows_.take_fresh(which))
        skip(std::move(pending->row), why);
}

void import_run::skip(input_row unsent, std::string why)
{
    report(result_of_unsent(unsent, std::move(why)));
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
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        empty(i, "not sent: the run was stopped");
    if (summary_.stopped == stop_reason::none)
        return;
    const row_feed::demand everything = [](const std::string&) {
        return std::numeric_limits<std::size_t>::max();
    };
    for (;;) {
        row_feed::item item = feed_->next(everything);
        if (auto* const row = std::get_if<input_row>(&item))
            skip(std::move(*row), "not sent: the run was stopped");
        else if (auto* const known = std::get_if<row_source::settled>(&item))
            report(std::move(known->result));
        else if (const auto* const problem = std::get_if<row_problem>(&item))
            skip(problem->line, problem->email, "not sent: " + problem->message);
        else if (!std::holds_alternative<row_source::repeated>(item))
            return;
    }
}

/** If every lane that had rows was stopped, reports the whole run as stopped. */
void import_run::sum_up_lanes()
{
    std::optional<stop_reason> reason;
    std::string detail;
    bool one_went_on = false;
    for (const lane& each : lanes_) {
        if (each.stopped && lanes_.size() > 1)
            summary_.stopped_profiles[each.profile] = each.why_stopped;
        if (each.rows == 0)
            continue;
        one_went_on = one_went_on || !each.stopped;
        if (each.stopped && reason && reason != each.stopped)
            reason = stop_reason::profiles_stopped;
        else if (each.stopped && !reason)
            reason = each.stopped;
        if (each.stopped)
            detail = each.why_stopped;
    }
    if (summary_.stopped != stop_reason::none || one_went_on || !reason)
        return;
    summary_.stopped = *reason;
    summary_.stop_detail = detail;
}

void import_run::finish()
{
    finished_ = true;
    if (summary_.stopped == stop_reason::none && !input_ended_ && is_at_limit()) {
        feed_->cancel_wait();
        summary_.stopped = stop_reason::row_limit;
    }
    skip_the_rest();
    if (summary_.stopped == stop_reason::row_limit && summary_.skipped == 0)
        summary_.stopped = stop_reason::none;
    sum_up_lanes();
    // A wait for rows that are no longer in demand would keep the run alive.
    feed_->cancel_wait();
    world_->cancel_wake();
    summary_.elapsed = std::chrono::floor<std::chrono::milliseconds>(world_->now() - started_);
    const auto done = std::exchange(done_, nullptr);
    done(summary_);
}

void import_run::abandon()
{
    finished_ = true;
    in_flight_.clear();
    summary_.elapsed = std::chrono::floor<std::chrono::milliseconds>(world_->now() - started_);
}

} // namespace useapi::bulk
