#ifndef USEAPI_SRC_BULK_RUN_START_RATE_HPP
#define USEAPI_SRC_BULK_RUN_START_RATE_HPP

#include <chrono>
#include <cstddef>

namespace useapi::bulk {

/** Limits how many calls begin in a second, evenly spaced. Plain state: time comes in as an argument. */
class start_rate
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** @param rate calls that may begin in a second; 0 for no limit. */
    explicit start_rate(double rate) noexcept;

    /** When the next call may begin: `now` or later. */
    time_point next_at(time_point now) const noexcept;

    void on_begin(time_point now) noexcept;

    /** How many calls may begin within a second: at least 1. */
    std::size_t in_a_second() const noexcept;

private:
    std::chrono::steady_clock::duration interval_{};
    time_point next_{};
};

} // namespace useapi::bulk

#endif
