#ifndef USEAPI_SRC_RETRY_RETRY_AFTER_HPP
#define USEAPI_SRC_RETRY_RETRY_AFTER_HPP

#include <chrono>
#include <optional>
#include <string_view>

namespace useapi::retry {

/** Reads a `Retry-After` field value: delta-seconds, or any of the three HTTP-date forms.

    A date in the past means now. The result is at most one day. Any other text (with a sign, a fraction, or
    more text after it) is no value.

    @param date       the `Date` field of the same answer. A date is compared with it, since both are by the
                      server's clock; this machine's clock may be wrong by hours.
    @param local_now  this machine's clock, used if `Date` is missing or malformed.
    @see RFC 9110 sections 5.6.7, 6.6.1 and 10.2.3
*/
std::optional<std::chrono::milliseconds>
parse_retry_after(std::string_view value, std::optional<std::string_view> date,
                  std::chrono::system_clock::time_point local_now) noexcept;

/** Reads a time in the content of an answer: delta-seconds, or a time of ISO 8601 in UTC such as
    `2024-12-22T09:10:00.000Z`, whose fraction of a second counts as a whole second.

    Parameters, limits and rules are those of `parse_retry_after`. */
std::optional<std::chrono::milliseconds>
parse_retry_time(std::string_view value, std::optional<std::string_view> date,
                 std::chrono::system_clock::time_point local_now) noexcept;

/** Reads any of the three HTTP-date forms.

    @param now  decides the century of a two-digit year (RFC 850).
    @see RFC 9110 section 5.6.7
*/
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view value,
                                                        std::chrono::system_clock::time_point now) noexcept;

} // namespace useapi::retry

#endif
