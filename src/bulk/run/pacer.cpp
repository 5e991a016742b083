#include "bulk/run/pacer.hpp"

#include <algorithm>

namespace useapi::bulk {

pacer::pacer(std::size_t concurrency, double rate)
    : most_(concurrency), concurrency_(concurrency), rate_(rate)
{
}

void pacer::change(std::size_t concurrency, double rate, time_point now)
{
    concurrency_ = std::clamp<std::size_t>(concurrency, 1, most_);
    rate_ = start_rate(rate);
    rate_.on_begin(now);
}

std::size_t pacer::add_lane(std::size_t origin, std::size_t most, double rate)
{
    if (origin == origins_.size())
        origins_.push_back({retry::adaptive_limit(most_)});
    const std::size_t ceiling = most == 0 ? most_ : std::min(most, most_);
    lanes_.push_back({origin, retry::adaptive_limit(ceiling), start_rate(rate)});
    return lanes_.size() - 1;
}

bool pacer::has_room(std::size_t lane) const noexcept
{
    return room(lane) != 0;
}

/** The number of calls of a lane that may begin, without regard to the rates. */
std::size_t pacer::room(std::size_t lane) const noexcept
{
    const lane_state& asked = lanes_[lane];
    const origin_state& origin = origins_[asked.origin];
    const auto left = [](std::size_t most, std::size_t now) { return most - std::min(most, now); };
    return std::min({left(concurrency_, in_flight_), left(origin.limiter.limit(), origin.in_flight),
                     left(asked.limiter.limit(), asked.in_flight)});
}

std::size_t pacer::rows_to_ask_for(std::size_t lane, std::size_t in_hand,
                                   std::size_t most_ahead) const noexcept
{
    const std::size_t in_a_second = std::min(rate_.in_a_second(), lanes_[lane].rate.in_a_second());
    // Each lane may have one call more than its part of the shared limit, so that every lane has at least
    // one.
    const std::size_t to_begin = std::min({room(lane), 1 + room(lane) / lanes_.size(), in_a_second});
    const std::size_t ahead =
        std::min(1 + std::min(ended_before_rows_, most_ahead) / lanes_.size(), in_a_second);
    const bool is_enough = in_hand >= to_begin && in_hand > ahead / 2;
    return is_enough || in_hand >= to_begin + ahead ? 0 : to_begin + ahead - in_hand;
}

pacer::time_point pacer::may_begin_at(std::size_t lane, time_point now) const noexcept
{
    return std::max(rate_.next_at(now), lanes_[lane].rate.next_at(now));
}

std::optional<std::size_t> pacer::next(time_point now, const std::function<bool(std::size_t)>& has_row) const
{
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const std::size_t lane = (turn_ + i) % lanes_.size();
        if (has_room(lane) && may_begin_at(lane, now) <= now && has_row(lane))
            return lane;
    }
    return std::nullopt;
}

pacer::ticket pacer::begin(std::size_t lane, time_point now)
{
    lane_state& begun = lanes_[lane];
    origin_state& origin = origins_[begun.origin];
    rate_.on_begin(now);
    begun.rate.on_begin(now);
    ++in_flight_;
    ++origin.in_flight;
    ++begun.in_flight;
    turn_ = (lane + 1) % lanes_.size();
    return {lane, begun.limiter.on_begin(), origin.limiter.on_begin()};
}

void pacer::end(const ticket& which, overload met) noexcept
{
    lane_state& ended = lanes_[which.lane];
    origin_state& origin = origins_[ended.origin];
    ++ended_;
    --in_flight_;
    --origin.in_flight;
    --ended.in_flight;
    if (met == overload::none)
        ended.limiter.on_success();
    else
        ended.limiter.on_overload(which.of_lane);
    if (met == overload::origin)
        origin.limiter.on_overload(which.of_origin);
    else
        origin.limiter.on_success();
}

std::size_t pacer::limit() const noexcept
{
    std::vector<std::size_t> by_origin(origins_.size());
    for (const lane_state& each : lanes_)
        by_origin[each.origin] += each.limiter.limit();
    std::size_t sum = 0;
    for (std::size_t i = 0; i < origins_.size(); ++i)
        sum += std::min(by_origin[i], origins_[i].limiter.limit());
    return std::min(sum, concurrency_);
}

} // namespace useapi::bulk
