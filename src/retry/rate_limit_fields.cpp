#include "retry/rate_limit_fields.hpp"

#include "retry/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace useapi::retry {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_window = std::chrono::hours(31 * 24);

// No window is 30 years long: a number that large is a point in time, in seconds or milliseconds.
constexpr std::uint64_t first_point_in_seconds = 1'000'000'000;
constexpr std::uint64_t first_point_in_milliseconds = 1'000'000'000'000;

std::optional<std::uint64_t> leading_number(std::string_view text) noexcept
{
    std::uint64_t value = 0;
    const char* const first = std::to_address(text.begin());
    const char* const last = std::to_address(text.end());
    const auto [end, failure] = std::from_chars(first, last, value);
    if (failure != std::errc() ||
        (end != last && std::string_view(",; \t").find(*end) == std::string_view::npos))
        return std::nullopt;
    return value;
}

/** The end of the part that ends at one of these characters outside of quotes, or at the end of the text. */
std::size_t end_of_part(std::string_view text, std::string_view ends) noexcept
{
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_quoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && ends.find(text[i]) != std::string_view::npos)
            return i;
    }
    return text.size();
}

/** The number of a parameter of the first item of a list. @see RFC 9651 section 3.1.2 */
std::optional<std::uint64_t> parameter(std::string_view list, char name) noexcept
{
    std::string_view item = list.substr(0, end_of_part(list, ","));
    for (std::size_t end = end_of_part(item, ";"); end < item.size(); end = end_of_part(item, ";")) {
        item.remove_prefix(end + 1);
        item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
        if (item.size() > 1 && item[0] == name && item[1] == '=')
            return leading_number(item.substr(2));
    }
    return std::nullopt;
}

std::optional<milliseconds> from_seconds(std::optional<std::uint64_t> seconds) noexcept
{
    if (!seconds)
        return std::nullopt;
    const auto most = static_cast<std::uint64_t>(longest_window / std::chrono::seconds(1));
    return std::chrono::seconds(std::min(*seconds, most));
}

std::optional<milliseconds> time_until(std::uint64_t point_in_ms, std::string_view date,
                                       std::chrono::system_clock::time_point local_now) noexcept
{
    const auto there = parse_http_date(date, local_now);
    // Not in the unit of the clock, which cannot hold a date that is centuries away.
    const milliseconds now = there ? milliseconds(there->time_since_epoch())
                                   : std::chrono::floor<milliseconds>(local_now).time_since_epoch();
    // The limit is beyond any calendar, but far from the overflow of the type.
    const auto point = milliseconds(std::min<std::uint64_t>(point_in_ms, std::uint64_t{1} << 60));
    return std::clamp(point - now, milliseconds::zero(), longest_window);
}

std::optional<rate_limit> unless_empty(const rate_limit& quota) noexcept
{
    return quota == rate_limit() ? std::nullopt : std::optional(quota);
}

} // namespace

std::optional<rate_limit> read_rate_limit(const rate_limit_items& items) noexcept
{
    return unless_empty(rate_limit()
                            .limit(parameter(items.policy, 'q'))
                            .remaining(parameter(items.quota, 'r'))
                            .reset(from_seconds(parameter(items.quota, 't'))));
}

std::optional<rate_limit> read_rate_limit(const rate_limit_numbers& numbers,
                                          std::chrono::system_clock::time_point local_now) noexcept
{
    rate_limit quota;
    quota.limit(leading_number(numbers.limit)).remaining(leading_number(numbers.remaining));
    const auto reset = leading_number(numbers.reset);
    if (reset && *reset >= first_point_in_milliseconds)
        quota.reset(time_until(*reset, numbers.date, local_now));
    else if (reset && *reset >= first_point_in_seconds)
        quota.reset(time_until(*reset * 1000, numbers.date, local_now));
    else
        quota.reset(from_seconds(reset));
    return unless_empty(quota);
}

} // namespace useapi::retry
