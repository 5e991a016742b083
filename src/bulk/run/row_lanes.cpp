#include "bulk/run/row_lanes.hpp"

#include <algorithm>

namespace useapi::bulk {
namespace {

// The space of all lanes. Each has its own share, so that no lane can keep the others from reading.
constexpr std::size_t most_waiting_again = 10'000;

// While a lane has fresh rows, one of so many calls is for a row that waits for another call.
constexpr std::uint64_t share_of_waiting = 4;

} // namespace

void row_lanes::put_fresh(std::size_t lane, input_row row)
{
    lanes_[lane].fresh.push_back(std::make_unique<pending_row>(std::move(row)));
    ++fresh_count_;
}

void row_lanes::put_again(std::size_t lane, time_point due, std::unique_ptr<pending_row> pending)
{
    lanes_[lane].waiting_again.emplace(due, std::move(pending));
    ++waiting_count_;
}

bool row_lanes::has_space(std::size_t lane) const noexcept
{
    return lanes_[lane].waiting_again.size() < std::max<std::size_t>(1, most_waiting_again / lanes_.size());
}

bool row_lanes::has_row(std::size_t lane, time_point now) const noexcept
{
    const auto due = next_due(lane);
    return due && *due <= now;
}

std::optional<row_lanes::time_point> row_lanes::next_due(std::size_t lane) const noexcept
{
    const lane_rows& asked = lanes_[lane];
    if (!asked.fresh.empty() && has_space(lane))
        return time_point::min();
    if (asked.waiting_again.empty())
        return std::nullopt;
    return asked.waiting_again.begin()->first;
}

std::unique_ptr<pending_row> row_lanes::take(std::size_t lane, time_point now)
{
    lane_rows& from = lanes_[lane];
    const bool waiting_is_due = !from.waiting_again.empty() && from.waiting_again.begin()->first <= now;
    const bool waiting_has_its_turn = from.taken++ % share_of_waiting == 0;
    if (waiting_is_due && (waiting_has_its_turn || from.fresh.empty() || !has_space(lane)))
        return take_waiting(lane);
    return take_fresh(lane);
}

std::unique_ptr<pending_row> row_lanes::take_waiting(std::size_t lane)
{
    auto& from = lanes_[lane].waiting_again;
    if (from.empty())
        return nullptr;
    auto taken = std::move(from.begin()->second);
    from.erase(from.begin());
    --waiting_count_;
    return taken;
}

std::unique_ptr<pending_row> row_lanes::take_fresh(std::size_t lane)
{
    auto& from = lanes_[lane].fresh;
    if (from.empty())
        return nullptr;
    auto taken = std::move(from.front());
    from.pop_front();
    --fresh_count_;
    return taken;
}

} // namespace useapi::bulk
