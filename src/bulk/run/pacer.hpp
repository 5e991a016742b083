#ifndef USEAPI_SRC_BULK_RUN_PACER_HPP
#define USEAPI_SRC_BULK_RUN_PACER_HPP

#include "bulk/run/start_rate.hpp"
#include "retry/adaptive_limit.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** The scope of a busy signal. */
enum class overload
{
    none,
    profile, ///< 429: this API token is told to wait
    origin   ///< anything else: it is the service that cannot keep up
};

/** Decides which lane begins the next call, and whether one may. Plain state: time comes in as an argument.

    A call belongs to a lane, which is a profile, and a lane to an origin. It begins where all of these have
   room: the whole run (`concurrency`, `rate`), the origin's and the lane's adaptive limits, the lane's rate
   and its ceiling on calls in flight. Lanes take turns.
*/
class pacer
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** Identifies a call in flight. */
    struct ticket
    {
        std::size_t lane = 0;
        std::uint64_t of_lane = 0;
        std::uint64_t of_origin = 0;
    };

    /** @param rate  beginnings a second of all lanes together; 0 for no limit. */
    pacer(std::size_t concurrency, double rate);

    /** @param origin  lanes of one number share its adaptive limit; the next one that is free makes a new one
        @param most    calls in flight at most; 0 for as many as the run may have
        @param rate    beginnings a second; 0 for no limit
        @return its number, from 0 */
    std::size_t add_lane(std::size_t origin, std::size_t most, double rate);

    /** From now on the whole run begins no more than that: `concurrency` calls in flight, as it was given at
       first at most, and `rate` calls a second; 0 for no limit. */
    void change(std::size_t concurrency, double rate, time_point now);

    /** Whether a lane may have one call more in flight, whatever the rates say. */
    bool has_room(std::size_t lane) const noexcept;

    /** How many rows of a lane to ask for, where each answer takes a while: for the calls that it may begin,
        and for those that end until the answer comes. These are as many as ended until the last one came, so
        few if calls take long.
        @param in_hand     rows that wait for their call
        @param most_ahead  rows of all lanes that may be asked for before their turn */
    std::size_t rows_to_ask_for(std::size_t lane, std::size_t in_hand, std::size_t most_ahead) const noexcept;

    /** Rows came that were asked for. */
    void on_rows() noexcept { ended_before_rows_ = std::exchange(ended_, 0); }

    /** When the rates let a lane begin: `now` or later. */
    time_point may_begin_at(std::size_t lane, time_point now) const noexcept;

    /** The lane that is to begin a call now.
        @param has_row  whether a lane has something to begin */
    std::optional<std::size_t> next(time_point now, const std::function<bool(std::size_t)>& has_row) const;

    ticket begin(std::size_t lane, time_point now);

    void end(const ticket& which, overload met) noexcept;

    /** Calls that may be in flight now, of all lanes together. */
    std::size_t limit() const noexcept;

private:
    std::size_t room(std::size_t lane) const noexcept;

    struct lane_state
    {
        std::size_t origin;
        retry::adaptive_limit limiter;
        start_rate rate;
        std::size_t in_flight = 0;
    };

    struct origin_state
    {
        retry::adaptive_limit limiter;
        std::size_t in_flight = 0;
    };

    const std::size_t most_;
    std::size_t concurrency_;
    start_rate rate_;
    std::vector<origin_state> origins_;
    std::vector<lane_state> lanes_;
    std::size_t in_flight_ = 0;
    std::size_t ended_ = 0; ///< calls, since rows came
    std::size_t ended_before_rows_ = 0;
    std::size_t turn_ = 0; ///< the lane that is asked first
};

} // namespace useapi::bulk

#endif
