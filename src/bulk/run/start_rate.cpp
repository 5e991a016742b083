#include "bulk/run/start_rate.hpp"

#include <algorithm>
#include <limits>

namespace useapi::bulk {

start_rate::start_rate(double rate) noexcept
{
    if (rate > 0)
        interval_ = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
            std::chrono::duration<double>(1 / rate));
}

start_rate::time_point start_rate::next_at(time_point now) const noexcept
{
    return std::max(now, next_);
}

void start_rate::on_begin(time_point now) noexcept
{
    next_ = std::max(now, next_) + interval_;
}

std::size_t start_rate::in_a_second() const noexcept
{
    if (interval_.count() <= 0)
        return std::numeric_limits<std::size_t>::max();
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::chrono::seconds(1) / interval_));
}

} // namespace useapi::bulk
