#include "retry/origin_gate.hpp"

#include <algorithm>

namespace useapi::retry {
namespace {

constexpr std::chrono::milliseconds longest_spread{2000};

} // namespace

void origin_gate::close_for(time_point now, std::chrono::milliseconds wait) noexcept
{
    const time_point end = now + wait;
    if (end <= closed_until_)
        return;
    if (!is_closed(now))
        next_probe_ = now + probe_interval;
    closed_until_ = end;
    spread_ = std::min(wait / 4, longest_spread);
}

origin_gate::answer origin_gate::ask(time_point now, double random) noexcept
{
    if (!is_closed(now))
        return {true, false, now, now};
    if (now >= next_probe_) {
        next_probe_ = now + probe_interval;
        return {true, true, now, now};
    }
    const auto later = std::chrono::duration_cast<time_point::duration>(spread_ * random);
    const time_point opens = closed_until_ + later;
    return {false, false, opens, std::min(opens, next_probe_ + later)};
}

std::chrono::milliseconds origin_gate::stays_closed_for(time_point now) const noexcept
{
    return is_closed(now) ? std::chrono::ceil<std::chrono::milliseconds>(closed_until_ - now)
                          : std::chrono::milliseconds::zero();
}

} // namespace useapi::retry
