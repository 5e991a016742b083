#ifndef USEAPI_SRC_RETRY_ADAPTIVE_LIMIT_HPP
#define USEAPI_SRC_RETRY_ADAPTIVE_LIMIT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace useapi::retry {

/** How many calls may be in flight: additive increase, multiplicative decrease.

    The limit grows by about one per round trip while calls succeed. A call that meets a busy service halves
    it, at most once per round trip: calls that began before the last cut tell nothing new. Plain state.
*/
class adaptive_limit
{
public:
    /** @param most the highest limit; at least 1. */
    explicit adaptive_limit(std::size_t most) noexcept
        : most_(static_cast<double>(std::max<std::size_t>(most, 1))), limit_(std::min(initial_limit, most_))
    {
    }

    std::size_t limit() const noexcept { return static_cast<std::size_t>(limit_); }

    /** Sets the highest limit from now on; at least 1. */
    void change_most(std::size_t most) noexcept
    {
        most_ = static_cast<double>(std::max<std::size_t>(most, 1));
        limit_ = std::min(limit_, most_);
    }

    /** A call begins. @return its number, to pass back with the outcome */
    std::uint64_t on_begin() noexcept { return ++begun_; }

    void on_success() noexcept { limit_ = std::min(most_, limit_ + 1 / limit_); }

    void on_overload(std::uint64_t begun) noexcept
    {
        if (begun <= last_cut_)
            return;
        last_cut_ = begun_;
        limit_ = std::max(1.0, limit_ / 2);
    }

private:
    static constexpr double initial_limit = 8;

    double most_;
    double limit_;
    std::uint64_t begun_ = 0;
    std::uint64_t last_cut_ = 0; ///< calls up to this number do not halve the limit again
};

} // namespace useapi::retry

#endif
