#ifndef USEAPI_SRC_RETRY_BUDGET_HPP
#define USEAPI_SRC_RETRY_BUDGET_HPP

#include <useapi/retry/retry_options.hpp>

#include <array>
#include <chrono>
#include <cstdint>

namespace useapi::retry {

/** Limits retries to a part of recent calls, so that they do not make an outage worse.

    Invariant: within any window of ten one-second slots, the granted retries are at most `budget_floor +
    budget_ratio * calls`. Not thread-safe: the owner holds a lock.
*/
class budget
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit budget(const retry_options& options) noexcept;

    /** A call begins. */
    void on_call(time_point now) noexcept;

    /** Takes a retry out of the budget. Returns false, and takes nothing, if no retry is left. */
    bool try_retry(time_point now) noexcept;

private:
    struct slot
    {
        std::int64_t second = 0;
        std::uint32_t calls = 0;
        std::uint32_t retries = 0;
    };

    static constexpr std::size_t window_seconds = 10;

    slot& slot_at(time_point now) noexcept;

    std::array<slot, window_seconds> slots_{};
    double ratio_;
    unsigned floor_;
};

} // namespace useapi::retry

#endif
