#ifndef USEAPI_SRC_RETRY_RATE_LIMIT_FIELDS_HPP
#define USEAPI_SRC_RETRY_RATE_LIMIT_FIELDS_HPP

#include <useapi/rate_limit.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace useapi::retry {

/** The structured fields of an answer; empty ones are missing. */
struct rate_limit_items
{
    std::string_view quota;  ///< `RateLimit`, such as `"default";r=50;t=30`
    std::string_view policy; ///< `RateLimit-Policy`, such as `"default";q=100;w=60`
};

/** The fields with one number each; empty ones are missing. */
struct rate_limit_numbers
{
    std::string_view limit;
    std::string_view remaining;
    std::string_view reset; ///< seconds, or a point in time: seconds or milliseconds since 1970
    std::string_view date;  ///< `Date` of the same answer, for comparison with a point in time

    bool are_missing() const noexcept { return limit.empty() && remaining.empty() && reset.empty(); }
};

/** Reads the first item of both fields. Malformed numbers count as missing.
    @return nothing if all numbers are missing
    @see draft-ietf-httpapi-ratelimit-headers-10 sections 4 and 5 */
std::optional<rate_limit> read_rate_limit(const rate_limit_items& items) noexcept;

/** Reads the numbers. The text after a comma, a semicolon or a blank is ignored.
    @param local_now  this machine's clock, used if `Date` is missing or malformed
    @return nothing if no number can be read */
std::optional<rate_limit> read_rate_limit(const rate_limit_numbers& numbers,
                                          std::chrono::system_clock::time_point local_now) noexcept;

} // namespace useapi::retry

#endif
