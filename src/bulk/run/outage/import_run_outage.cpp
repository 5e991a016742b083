#include "bulk/clock_text.hpp"
#include "bulk/run/import_run.hpp"
#include "bulk/run/outcome_rules.hpp"

#include <algorithm>
#include <optional>
#include <string>

// What a run does while the service is away.

namespace useapi::bulk {
namespace {

/** Why a call had no answer, as people are told of it. */
std::string reason_of(const error& why)
{
    return why.detail().empty() ? why.code().message() : why.detail();
}

} // namespace

void import_run::note_answer(std::size_t which_lane, const call_outcome& ended, time_point now)
{
    origin& reached = origins_[lanes_[which_lane].origin];
    const std::size_t in_flight = reached.in_flight--;
    const bool has_answer = ended.outcome || !is_without_answer(ended.outcome.error());
    reached.answered = reached.answered || has_answer;
    std::optional<std::string> notice;
    if (has_answer) {
        if (const auto lasted = reached.outage.on_answer(now))
            notice = "the service answers again after " + clock_text(*lasted);
    } else if (reached.outage.on_no_answer(now, in_flight, reason_of(ended.outcome.error())) && !stopping_) {
        notice = "the service cannot be reached (" + reached.outage.reason() + "): waiting for it";
    }
    if (notice && options_.on_notice())
        options_.on_notice()(*notice);
}

/** Whether nothing of the row ever reached the service, whose absence ended the run or keeps it waiting. */
bool import_run::is_left_pending(const row_journey& traveller, const error& why) const
{
    const bool was_without_service =
        origins_[lanes_[lane_of_.at(traveller.row.profile)].origin].outage.is_on() && is_without_answer(why);
    return was_without_service && std::max(traveller.effect_so_far, why.effect()) == effect::none;
}

void import_run::give_up_outages(time_point now)
{
    for (std::size_t i = 0; i < origins_.size() && !stopping_; ++i)
        if (const service_outage& outage = origins_[i].outage; outage.is_given_up(now))
            stop_lanes_of(
                i, stop_reason::unreachable,
                outage.reason() + ", for " +
                    clock_text(std::chrono::floor<std::chrono::milliseconds>(now - outage.began_at())));
}

} // namespace useapi::bulk
