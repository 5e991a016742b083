#include "bulk/run/outage/service_outage.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {

bool service_outage::on_no_answer(time_point now, std::size_t in_flight, std::string why)
{
    if (calls_++ == 0)
        began_ = now;
    reason_ = std::move(why);
    const bool begins = !is_on_ && calls_ >= std::max(fewest_calls, in_flight);
    if (!begins && !is_on_)
        return false;
    is_on_ = true;
    // What was in flight when the outage began says nothing new when it ends.
    if (begins || (in_flight == 1 && now >= next_try_)) {
        pause_ = begins ? first_pause : std::min<std::chrono::milliseconds>(longest_pause, 2 * pause_);
        next_try_ = std::min(now + pause_, gives_up_at());
    }
    return begins;
}

std::optional<std::chrono::milliseconds> service_outage::on_answer(time_point now)
{
    calls_ = 0;
    if (!std::exchange(is_on_, false))
        return std::nullopt;
    return std::chrono::floor<std::chrono::milliseconds>(now - began_);
}

} // namespace useapi::bulk
