#include "retry/budget.hpp"

namespace useapi::retry {

budget::budget(const retry_options& options) noexcept
    : ratio_(options.budget_ratio()), floor_(options.budget_floor())
{
}

void budget::on_call(time_point now) noexcept
{
    ++slot_at(now).calls;
}

bool budget::try_retry(time_point now) noexcept
{
    slot& current = slot_at(now);
    double calls = 0;
    double retries = 0;
    for (const slot& each : slots_) {
        if (current.second - each.second >= static_cast<std::int64_t>(window_seconds))
            continue;
        calls += each.calls;
        retries += each.retries;
    }
    if (retries + 1 > floor_ + ratio_ * calls)
        return false;
    ++current.retries;
    return true;
}

budget::slot& budget::slot_at(time_point now) noexcept
{
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    slot& found = slots_[static_cast<std::size_t>(second % static_cast<std::int64_t>(window_seconds))];
    if (found.second != second)
        found = {second, 0, 0};
    return found;
}

} // namespace useapi::retry
