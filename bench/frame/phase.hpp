#ifndef USEAPI_BENCH_FRAME_PHASE_HPP
#define USEAPI_BENCH_FRAME_PHASE_HPP

#include "frame/latency_histogram.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

/** A number of requests, distributed among the connections as these become free.

    With a rate, each request has a planned time at which it begins, independent of earlier ones. Its latency
    counts from that time, so it includes the wait for a connection.
*/
class phase
{
public:
    using clock = std::chrono::steady_clock;

    phase(std::size_t requests, double rate)
        : requests_(requests), gap_(rate > 0 ? static_cast<std::int64_t>(1e9 / rate) : 0),
          begin_(clock::now() + std::chrono::milliseconds(rate > 0 ? 20 : 0))
    {
    }

    /** The next request and its planned time. Returns false after the last one. */
    bool take(clock::time_point& meant) noexcept
    {
        const std::size_t index = taken_.fetch_add(1, std::memory_order_relaxed);
        if (index >= requests_)
            return false;
        if (index == requests_ / 2)
            note_memory();
        if (is_paced())
            meant = begin_ + index * gap_;
        return true;
    }

    bool is_paced() const noexcept { return gap_.count() != 0; }

    void done(clock::time_point meant) noexcept
    {
        if (is_paced())
            latencies_.add(clock::now() - meant);
    }

    std::size_t requests() const noexcept { return requests_; }

    const latency_histogram& latencies() const noexcept { return latencies_; }

    /** Resident memory when half of the requests had begun, in KiB. */
    long memory_in_use() const noexcept { return memory_in_use_; }

private:
    void note_memory() noexcept;

    std::size_t requests_;
    std::chrono::nanoseconds gap_;
    clock::time_point begin_;
    std::atomic<std::size_t> taken_ = 0;
    latency_histogram latencies_;
    long memory_in_use_ = 0;
};

/** In KiB. */
long resident_memory() noexcept;

} // namespace bench

#endif
