#ifndef USEAPI_SRC_RETRY_ADAPTIVE_LIMIT_HPP
#define USEAPI_SRC_RETRY_ADAPTIVE_LIMIT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace useapi::retry {

/** How many calls may be in flight: additive increase, multiplicative decrease.

    The limit grows by about one a round trip while calls succeed, and is halved when one meets a busy
    service, at most once a round trip: calls that began before the last cut say nothing new. Plain state.
*/
class adaptive_limit
{
public:
    /** @param most  the limit never exceeds it; at least 1. */
    explicit adaptive_limit(std::size_t most) noexcept
        : most_(static_cast<double>(std::max<std::size_t>(most, 1))), limit_(std::min(initial_limit, most_))
    {
    }

    std::size_t limit() const noexcept { return static_cast<std::size_t>(limit_); }

    /** From now on the limit never exceeds this; at least 1. */
    void change_most(std::size_t most) noexcept
    {
        most_ = static_cast<double>(std::max<std::size_t>(most, 1));
        limit_ = std::min(limit_, most_);
    }

    /** A call begins; the number is handed back with its outcome. */
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
    std::uint64_t last_cut_ = 0; ///< calls begun up to here have had their say
};

} // namespace useapi::retry

#endif
