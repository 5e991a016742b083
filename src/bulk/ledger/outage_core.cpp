#include "bulk/ledger/outage_core.hpp"

#include <algorithm>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause_of_outage = 100ms;
constexpr std::chrono::milliseconds longest_pause_of_outage = 5s;

} // namespace

std::optional<outage_core::time_point> outage_core::on_failure(time_point now, bool at_the_end)
{
    if (!began_)
        began_ = now;
    if (at_the_end && !end_began_)
        end_began_ = now;
    const time_point limit =
        end_began_ ? std::min(*began_ + patience, *end_began_ + patience_at_the_end) : *began_ + patience;
    if (now >= limit)
        return std::nullopt;
    pause_ = pause_ == 0ms ? first_pause_of_outage : std::min(longest_pause_of_outage, 2 * pause_);
    return std::min(limit, now + pause_);
}

std::optional<std::chrono::milliseconds> outage_core::on_success(time_point now)
{
    if (!began_)
        return std::nullopt;
    const auto lasted = std::chrono::floor<std::chrono::milliseconds>(now - *began_);
    *this = outage_core();
    return lasted;
}

} // namespace useapi::bulk
