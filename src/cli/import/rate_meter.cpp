#include "cli/import/rate_meter.hpp"

namespace useapi::cli {
namespace {

constexpr std::chrono::seconds window{10};

} // namespace

std::optional<double> rate_meter::add(std::chrono::milliseconds elapsed, std::uint64_t count)
{
    samples_.push_back({elapsed, count});
    // Keeps one sample from before the window, so that the whole window is measured.
    while (samples_.size() > 2 && elapsed - samples_[1].elapsed >= window)
        samples_.pop_front();
    const sample& first = samples_.front();
    const double seconds = std::chrono::duration<double>(elapsed - first.elapsed).count();
    if (seconds <= 0)
        return std::nullopt;
    return static_cast<double>(count - first.count) / seconds;
}

} // namespace useapi::cli
