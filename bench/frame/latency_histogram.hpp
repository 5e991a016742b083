#ifndef USEAPI_BENCH_FRAME_LATENCY_HISTOGRAM_HPP
#define USEAPI_BENCH_FRAME_LATENCY_HISTOGRAM_HPP

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

/** Times in buckets of 1/128 of their value, from a nanosecond to more than an hour, like in HdrHistogram:
    linear within a power of two, so that a percentile is exact to 0.8 %, however long the tail is. */
class latency_histogram
{
public:
    using duration = std::chrono::nanoseconds;

    void add(duration value) noexcept
    {
        ++buckets_[bucket_of(value.count() < 0 ? 0 : static_cast<std::uint64_t>(value.count()))];
        ++count_;
    }

    std::uint64_t count() const noexcept { return count_; }

    /** The upper end of the bucket below which the given share of the values is, 0 to 1. */
    duration quantile(double share) const noexcept
    {
        const double wanted = share * static_cast<double>(count_);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < buckets_.size(); ++i) {
            seen += buckets_[i];
            if (seen != 0 && static_cast<double>(seen) >= wanted)
                return duration(static_cast<std::int64_t>(upper_end(i)));
        }
        return {};
    }

private:
    static constexpr unsigned bits = 7;
    static constexpr std::uint64_t steps = 1U << bits;

    static std::size_t bucket_of(std::uint64_t value) noexcept
    {
        if (value < steps)
            return static_cast<std::size_t>(value);
        const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - bits - 1;
        const std::size_t bucket = static_cast<std::size_t>((shift + 1) * steps + ((value >> shift) - steps));
        return bucket < bucket_count ? bucket : bucket_count - 1;
    }

    static std::uint64_t upper_end(std::size_t bucket) noexcept
    {
        const std::uint64_t row = bucket / steps;
        const std::uint64_t step = bucket % steps;
        return row == 0 ? step : (((steps + step + 1) << (row - 1)) - 1);
    }

    static constexpr std::size_t bucket_count = 36 * steps;

    std::array<std::uint64_t, bucket_count> buckets_{};
    std::uint64_t count_ = 0;
};

} // namespace bench

#endif
