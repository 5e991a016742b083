#include "bulk/run/outage/service_outage.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {

bool service_outage::on_no_answer(time_point now, std::size_t in_flight, const unanswered_attempt& which)
{
    reason_ = which.why;
    is_silent_ = which.is_silence;
    const bool begins = !is_on_ && completes_an_outage(now, in_flight, which);
    is_on_ = is_on_ || begins;
    // When a call ends that was in flight at the begin of the outage, it tells nothing new.
    if (begins || (is_on_ && which.is_last && in_flight == 1 && now >= next_try_)) {
        pause_ = begins ? first_pause : std::min<std::chrono::milliseconds>(longest_pause, 2 * pause_);
        next_try_ = std::min(now + pause_, gives_up_at());
    }
    return begins;
}

bool service_outage::completes_an_outage(time_point now, std::size_t in_flight,
                                         const unanswered_attempt& which)
{
    if (calls_.empty())
        began_ = now;
    const bool is_first = calls_.insert(which.call).second;
    attempts_ += is_first || !which.was_sent;
    return attempts_ >= fewest_attempts && calls_.size() >= in_flight;
}

std::optional<std::chrono::milliseconds> service_outage::on_answer(time_point now)
{
    calls_.clear();
    attempts_ = 0;
    if (!std::exchange(is_on_, false))
        return std::nullopt;
    return std::chrono::floor<std::chrono::milliseconds>(now - began_);
}

} // namespace useapi::bulk
