#include "bulk/clock_text.hpp"
#include "bulk/run/import_run.hpp"
#include "bulk/run/outcome_rules.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

// The behaviour of a run while the service is away.

namespace useapi::bulk {
namespace {

/** Whether the service accepted the connection, but sent nothing until the time-out. */
bool is_silence(const error& why)
{
    return why.code() == condition::timed_out ||
           (why.code() == errc::tls_failed && why.detail().ends_with(": timed out"));
}

unanswered_attempt described(std::uint64_t call, const error& why, bool is_last)
{
    unanswered_attempt made;
    made.call = call;
    made.was_sent = why.effect() != effect::none;
    made.is_last = is_last;
    made.is_silence = is_silence(why);
    if (made.is_silence)
        made.why = "no answer";
    else
        made.why = why.detail().empty() ? why.code().message() : why.detail();
    return made;
}

} // namespace

/** An attempt failed, and its call goes on with another one. A call may go on for minutes. */
void import_run::on_attempt_failed(std::uint64_t call, std::size_t which_lane, const error& why)
{
    origin& reached = origins_[lanes_[which_lane].origin];
    const time_point now = world_->now();
    if (!is_without_answer(why))
        note_answer(reached, now);
    else if (why.status() == 0)
        note_no_answer(reached, described(call, why, false), reached.in_flight, now);
    pump();
}

/** @param why  null if the call succeeded */
void import_run::note_end(std::uint64_t call, std::size_t which_lane, const error* why, time_point now)
{
    origin& reached = origins_[lanes_[which_lane].origin];
    const std::size_t in_flight = reached.in_flight--;
    if (!why || !is_without_answer(*why))
        note_answer(reached, now);
    else
        note_no_answer(reached, described(call, *why, true), in_flight, now);
}

void import_run::note_answer(origin& reached, time_point now)
{
    reached.answered = true;
    reached.heard_at = now;
    const auto lasted = reached.outage.on_answer(now);
    if (lasted && options_.on_notice())
        options_.on_notice()("the service answers again after " + clock_text(*lasted));
}

void import_run::note_no_answer(origin& reached, const unanswered_attempt& which, std::size_t in_flight,
                                time_point now)
{
    if (!reached.outage.on_no_answer(now, in_flight, which) || stopping_ || !options_.on_notice())
        return;
    const service_outage& outage = reached.outage;
    options_.on_notice()((outage.is_silent() ? std::string("the service does not answer")
                                             : "the service cannot be reached (" + outage.reason() + ')') +
                         ": waiting for it");
}

/** Whether the row never reached the service, while an outage ended the run or makes it wait. */
bool import_run::is_left_pending(const pending_row& pending, const error& why) const
{
    const bool was_without_service =
        origins_[lanes_[lane_of_.at(pending.row.profile)].origin].outage.is_on() && is_without_answer(why);
    return was_without_service && std::max(pending.effect_so_far, why.effect()) == effect::none;
}

void import_run::give_up_outages(time_point now)
{
    for (std::size_t i = 0; i < origins_.size() && !stopping_; ++i) {
        const service_outage& outage = origins_[i].outage;
        if (!outage.is_given_up(now))
            continue;
        const auto lasted = std::chrono::floor<std::chrono::milliseconds>(now - outage.began_at());
        stop_lanes_of(i, stop_reason::unreachable,
                      outage.reason() + (outage.is_silent() ? " for " : ", for ") + clock_text(lasted));
    }
}

} // namespace useapi::bulk
