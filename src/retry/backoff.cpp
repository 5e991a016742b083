#include "retry/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace useapi::retry {

std::chrono::milliseconds backoff_delay(const retry_options& options, backoff_kind kind, unsigned retry,
                                        double random) noexcept
{
    const auto base = kind == backoff_kind::busy ? options.busy_base_delay() : options.base_delay();
    const double grown = static_cast<double>(base.count()) *
                         std::pow(options.delay_factor(), static_cast<double>(retry) - 1.0);
    const double upper_end = std::min(grown, static_cast<double>(options.max_delay().count()));
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(upper_end * random));
}

} // namespace useapi::retry
