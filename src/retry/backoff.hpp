#ifndef USEAPI_SRC_RETRY_BACKOFF_HPP
#define USEAPI_SRC_RETRY_BACKOFF_HPP

#include <useapi/retry/retry_options.hpp>

#include <chrono>

namespace useapi::retry {

enum class backoff_kind
{
    ordinary, ///< starts from `base_delay`
    busy      ///< starts from `busy_base_delay`: the server said that it is overloaded
};

/** The wait before retry number `retry` (1 for the first).

    @param random  evenly distributed in [0, 1): full jitter takes that part of the upper end.
*/
std::chrono::milliseconds backoff_delay(const retry_options& options, backoff_kind kind, unsigned retry,
                                        double random) noexcept;

} // namespace useapi::retry

#endif
