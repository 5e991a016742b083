#ifndef USEAPI_SRC_CLIENT_OBSERVE_HISTOGRAM_HPP
#define USEAPI_SRC_CLIENT_OBSERVE_HISTOGRAM_HPP

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace useapi {

/** A histogram of durations. Not thread-safe: its owner holds a lock. */
class histogram
{
public:
    using duration = std::chrono::nanoseconds;

    /** The upper ends of the buckets, in seconds: OpenTelemetry's advice for HTTP, and some longer ones. A
        call takes as long as the service's login upstream, and a connection may live much longer. */
    static constexpr std::array<double, 20> bounds{
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 15, 30, 60, 120, 300, 600};

    void add(duration value) noexcept
    {
        const duration taken = std::max(value, duration::zero());
        const double seconds = std::chrono::duration<double>(taken).count();
        ++buckets_[static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), seconds) -
                                            bounds.begin())];
        ++count_;
        sum_ += taken;
    }

    void add(const histogram& more) noexcept
    {
        for (std::size_t i = 0; i < buckets_.size(); ++i)
            buckets_[i] += more.buckets_[i];
        count_ += more.count_;
        sum_ += more.sum_;
    }

    /** The number of values in each bucket, not cumulated; the last bucket has values above every bound. */
    const std::array<std::uint64_t, bounds.size() + 1>& buckets() const noexcept { return buckets_; }

    std::uint64_t count() const noexcept { return count_; }

    double sum() const noexcept { return std::chrono::duration<double>(sum_).count(); }

private:
    std::array<std::uint64_t, bounds.size() + 1> buckets_{};
    std::uint64_t count_ = 0;
    duration sum_{};
};

} // namespace useapi

#endif
