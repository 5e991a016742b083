#include "bulk/run/limits.hpp"

#include <algorithm>
#include <limits>

namespace useapi::bulk {
namespace {

constexpr double initial_limit = 8;

} // namespace

adaptive_limit::adaptive_limit(std::size_t most) noexcept
    : most_(static_cast<double>(std::max<std::size_t>(most, 1))), limit_(std::min(initial_limit, most_))
{
}

void adaptive_limit::on_success() noexcept
{
    limit_ = std::min(most_, limit_ + 1 / limit_);
}

void adaptive_limit::on_overload(std::uint64_t begun) noexcept
{
    if (begun <= last_cut_)
        return;
    last_cut_ = begun_;
    limit_ = std::max(1.0, limit_ / 2);
}

rate_limit::rate_limit(double rate) noexcept
{
    if (rate > 0)
        interval_ = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
            std::chrono::duration<double>(1 / rate));
}

rate_limit::time_point rate_limit::next_at(time_point now) const noexcept
{
    return std::max(now, next_);
}

void rate_limit::on_begin(time_point now) noexcept
{
    next_ = std::max(now, next_) + interval_;
}

std::size_t rate_limit::in_a_second() const noexcept
{
    if (interval_.count() <= 0)
        return std::numeric_limits<std::size_t>::max();
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::chrono::seconds(1) / interval_));
}

} // namespace useapi::bulk
