#ifndef USEAPI_SRC_RUNWAYML_EPOCH_TIME_HPP
#define USEAPI_SRC_RUNWAYML_EPOCH_TIME_HPP

#include <useapi/runwayml/account.hpp>

#include <chrono>
#include <cmath>
#include <optional>

namespace useapi::runwayml {

/** A point in time from fractional seconds since the epoch; nothing if it lies beyond 9999-12-31, since
 * such a number means something else. */
inline std::optional<jwt::time_point> time_from_epoch(double seconds)
{
    constexpr double latest = 253402300799.0;
    if (!(seconds >= 0 && seconds <= latest))
        return std::nullopt;
    return jwt::time_point(std::chrono::milliseconds(std::llround(seconds * 1000)));
}

} // namespace useapi::runwayml

#endif
