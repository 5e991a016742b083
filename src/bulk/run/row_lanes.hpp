#ifndef USEAPI_SRC_BULK_RUN_ROW_LANES_HPP
#define USEAPI_SRC_BULK_RUN_ROW_LANES_HPP

#include "bulk/input/row.hpp"

#include <useapi/effect.hpp>
#include <useapi/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace useapi::bulk {

/** A row without a result yet, over all of its calls. */
struct pending_row
{
    explicit pending_row(input_row what)
        : row(std::move(what)), effect_so_far(row.perhaps_sent_at ? effect::unknown : row.effect_so_far)
    {
    }

    input_row row;
    std::chrono::steady_clock::time_point first_begun{};
    unsigned calls = 0;
    unsigned calls_that_arrived = 0;
    effect effect_so_far; ///< the gravest effect of failed calls, or of a call that an earlier run did not
                          ///< finish
    unsigned attempts = 0;
    int status = 0;
    std::chrono::milliseconds elapsed{};
    std::map<std::string, unsigned> retries;
    error last_error;

    /** The attempts beyond the first one. */
    unsigned repeated_attempts() const noexcept { return attempts > 1 ? attempts - 1 : 0; }
};

/** The rows that were read, have no result yet and are not in flight. Each lane has rows that wait for their
    first call, and rows that wait for another one. Plain state: time comes in as an argument.
*/
class row_lanes
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** Lanes are numbered from 0. */
    void add_lane() { lanes_.emplace_back(); }

    void put_fresh(std::size_t lane, input_row row);

    /** @param due the earliest time of its next call */
    void put_again(std::size_t lane, time_point due, std::unique_ptr<pending_row> pending);

    /** Whether there is memory for one more row of a lane. */
    bool has_space(std::size_t lane) const noexcept;

    /** The rows of a lane that wait for their first call. */
    std::size_t fresh(std::size_t lane) const noexcept { return lanes_[lane].fresh.size(); }

    /** Whether a lane has a row that may have a call now, without regard to limits and rates. */
    bool has_row(std::size_t lane, time_point now) const noexcept;

    /** When a lane will have such a row if none is read until then: at once, later or never. */
    std::optional<time_point> next_due(std::size_t lane) const noexcept;

    /** The row of a lane whose turn it is. Call it only if `has_row` is true. */
    std::unique_ptr<pending_row> take(std::size_t lane, time_point now);

    /** Any waiting row of a lane; nothing if the lane has no waiting row. */
    std::unique_ptr<pending_row> take_waiting(std::size_t lane);
    std::unique_ptr<pending_row> take_fresh(std::size_t lane);

    /** Rows that wait for another call, in all lanes. */
    std::size_t waiting_again() const noexcept { return waiting_count_; }

    bool empty() const noexcept { return waiting_count_ == 0 && fresh_count_ == 0; }

private:
    struct lane_rows
    {
        std::deque<std::unique_ptr<pending_row>> fresh; ///< a few
        std::multimap<time_point, std::unique_ptr<pending_row>> waiting_again;
        std::uint64_t taken = 0;
    };

    std::deque<lane_rows> lanes_;
    std::size_t waiting_count_ = 0;
    std::size_t fresh_count_ = 0;
};

} // namespace useapi::bulk

#endif
