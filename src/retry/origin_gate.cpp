#include "retry/origin_gate.hpp"

#include <algorithm>

namespace useapi::retry {
namespace {

constexpr std::chrono::milliseconds longest_spread{2000};

} // namespace

void origin_gate::close_for(time_point now, std::chrono::milliseconds wait) noexcept
{
    if (now + wait <= closed_until_)
        return;
    closed_until_ = now + wait;
    spread_ = std::min(wait / 4, longest_spread);
}

origin_gate::time_point origin_gate::passes_at(time_point now, double random) const noexcept
{
    if (now >= closed_until_)
        return now;
    return closed_until_ + std::chrono::duration_cast<time_point::duration>(spread_ * random);
}

} // namespace useapi::retry
