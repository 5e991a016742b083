#ifndef USEAPI_SRC_RETRY_RETRY_AFTER_HPP
#define USEAPI_SRC_RETRY_RETRY_AFTER_HPP

#include <chrono>
#include <optional>
#include <string_view>

namespace useapi::retry {

/** Reads a `Retry-After` field value: delta-seconds, or any of the three HTTP-date forms.

    A date in the past means now. The result is bounded to one day. Anything else (a sign, a fraction, text
    behind it) is no value at all.

    @param date       the `Date` field of the same answer, which a date is held against: both are of the
   server's clock, and ours may be off by hours.
    @param local_now  our wall clock, which replaces a `Date` that is missing or cannot be read.
    @see RFC 9110 sections 5.6.7, 6.6.1 and 10.2.3
*/
std::optional<std::chrono::milliseconds>
parse_retry_after(std::string_view value, std::optional<std::string_view> date,
                  std::chrono::system_clock::time_point local_now) noexcept;

/** Reads a time in the content of an answer: delta-seconds, or a time of ISO 8601 in UTC such as
    `2024-12-22T09:10:00.000Z`, whose parts of a second count as a whole one.

    Parameters, bounds and what counts as no value are those of `parse_retry_after`. */
std::optional<std::chrono::milliseconds>
parse_retry_time(std::string_view value, std::optional<std::string_view> date,
                 std::chrono::system_clock::time_point local_now) noexcept;

/** Reads any of the three HTTP-date forms.

    @param now  what the two digits of an RFC 850 year are held against.
    @see RFC 9110 section 5.6.7
*/
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view value,
                                                        std::chrono::system_clock::time_point now) noexcept;

} // namespace useapi::retry

#endif
