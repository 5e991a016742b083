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
    profile, ///< 429: only this API token has to wait
    origin   ///< any other signal: the service is overloaded
};

/** Decides whether a call may begin, and in which lane. Plain state: time comes in as an argument.

    A call belongs to a lane, which is a profile; a lane belongs to an origin. A call begins if all of these
    allow it: the whole run (`concurrency`, `rate`), the adaptive limits of the origin and the lane, the
    lane's rate, and the lane's most calls in flight. Lanes take turns.
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

    /** @param rate calls of all lanes that may begin in a second; 0 for no limit. */
    pacer(std::size_t concurrency, double rate);

    /** @param origin  lanes with the same number share its adaptive limit; the next free number makes a new
                       origin
        @param most    the most calls in flight; 0 for as many as the run may have
        @param rate    calls that may begin in a second; 0 for no limit
        @return the number of the lane, from 0 */
    std::size_t add_lane(std::size_t origin, std::size_t most, double rate);

    /** Limits the whole run from now on: to `concurrency` calls in flight, at most the number that the
        constructor got, and to `rate` calls per second; 0 for no limit. */
    void change(std::size_t concurrency, double rate, time_point now);

    /** Whether a lane may have one more call in flight, without regard to the rates. */
    bool has_room(std::size_t lane) const noexcept;

    /** The number of rows of a lane to ask for, if each answer takes a while: for the calls that may begin
        now, and for the calls that end before the answer comes. Their number is estimated as the calls that
        ended before the last answer, so it is small if calls take long.
        @param in_hand     rows that wait for their call
        @param most_ahead  the most rows of all lanes that may be asked for before their turn */
    std::size_t rows_to_ask_for(std::size_t lane, std::size_t in_hand, std::size_t most_ahead) const noexcept;

    /** The answer with rows has come. */
    void on_rows() noexcept { ended_before_rows_ = std::exchange(ended_, 0); }

    /** When the rates allow the lane's next call: `now` or later. */
    time_point may_begin_at(std::size_t lane, time_point now) const noexcept;

    /** The lane that begins a call now. @param has_row whether a lane has a row to begin */
    std::optional<std::size_t> next(time_point now, const std::function<bool(std::size_t)>& has_row) const;

    ticket begin(std::size_t lane, time_point now);

    void end(const ticket& which, overload met) noexcept;

    /** The most calls of all lanes that may be in flight now. */
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
    std::size_t ended_ = 0; ///< calls that ended since rows came
    std::size_t ended_before_rows_ = 0;
    std::size_t turn_ = 0; ///< the lane that is asked first
};

} // namespace useapi::bulk

#endif
