#ifndef USEAPI_SRC_BULK_RUN_LIMITS_HPP
#define USEAPI_SRC_BULK_RUN_LIMITS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace useapi::bulk {

/** How many calls may be in flight: additive increase, multiplicative decrease.

    The limit grows by about one a round trip while calls succeed, and is halved when one meets a busy
    service, at most once a round trip: calls that began before the last cut say nothing new. Plain state.
*/
class adaptive_limit
{
public:
    explicit adaptive_limit(std::size_t most) noexcept;

    std::size_t limit() const noexcept { return static_cast<std::size_t>(limit_); }

    /** A call begins; the number is handed back with its outcome. */
    std::uint64_t on_begin() noexcept { return ++begun_; }

    void on_success() noexcept;
    void on_overload(std::uint64_t begun) noexcept;

private:
    double most_;
    double limit_;
    std::uint64_t begun_ = 0;
    std::uint64_t last_cut_ = 0; ///< calls begun up to here have had their say
};

/** At most so many beginnings a second, evenly spaced. Plain state: time comes in as an argument. */
class rate_limit
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** @param rate  beginnings a second; 0 for no limit. */
    explicit rate_limit(double rate) noexcept;

    /** When the next one may begin: `now` or later. */
    time_point next_at(time_point now) const noexcept;

    void on_begin(time_point now) noexcept;

    /** How many may begin within a second: 1 at least. */
    std::size_t in_a_second() const noexcept;

private:
    std::chrono::steady_clock::duration interval_{};
    time_point next_{};
};

} // namespace useapi::bulk

#endif
