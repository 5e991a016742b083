#include "retry/retry_after.hpp"

#include "vocabulary/without_blanks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace useapi::retry {
namespace {

using namespace std::chrono;

constexpr milliseconds longest = days(1);

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/** Parses a date from left to right. After a part that does not match, no further part matches. */
class scanner
{
public:
    explicit scanner(std::string_view text) noexcept : rest_(text) {}

    bool literal(std::string_view expected) noexcept
    {
        if (!rest_.starts_with(expected))
            return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    /** A number with exactly so many digits. */
    std::optional<int> number(std::size_t digits) noexcept
    {
        if (rest_.size() < digits ||
            !std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(digits), is_digit))
            return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i)
            value = value * 10 + (rest_[i] - '0');
        rest_.remove_prefix(digits);
        return value;
    }

    /** Matches one of the names. @return its index, from 0 */
    template <std::size_t N>
    std::optional<unsigned> name(const std::array<std::string_view, N>& names) noexcept
    {
        for (unsigned i = 0; i < N; ++i)
            if (literal(names[i]))
                return i;
        return std::nullopt;
    }

    /** `.` and digits. @return one second if a digit is not 0, else 0 */
    std::optional<seconds> fraction() noexcept
    {
        if (!literal("."))
            return seconds(0);
        const std::size_t size = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (size == 0)
            return std::nullopt;
        const bool is_zero = rest_.find_first_not_of('0') >= size;
        rest_.remove_prefix(size);
        return seconds(is_zero ? 0 : 1);
    }

    bool at_end() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
};

constexpr std::array<std::string_view, 7> short_days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> long_days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<seconds> time_of_day(scanner& in) noexcept
{
    const auto hour = in.number(2);
    if (!hour || !in.literal(":"))
        return std::nullopt;
    const auto minute = in.number(2);
    if (!minute || !in.literal(":"))
        return std::nullopt;
    const auto second = in.number(2);
    // 60 is a leap second. RFC 9110 section 5.6.7
    if (!second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    return hours(*hour) + minutes(*minute) + seconds(*second);
}

std::optional<sys_seconds> instant(int year_number, unsigned month_index, int day_number,
                                   seconds time) noexcept
{
    const year_month_day date{year(year_number), month(month_index + 1),
                              day(static_cast<unsigned>(day_number))};
    if (!date.ok())
        return std::nullopt;
    return sys_days(date) + time;
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
std::optional<sys_seconds> parse_imf_fixdate(std::string_view text) noexcept
{
    scanner in(text);
    if (!in.name(short_days) || !in.literal(", "))
        return std::nullopt;
    const auto day_number = in.number(2);
    if (!day_number || !in.literal(" "))
        return std::nullopt;
    const auto month_index = in.name(months);
    if (!month_index || !in.literal(" "))
        return std::nullopt;
    const auto year_number = in.number(4);
    if (!year_number || !in.literal(" "))
        return std::nullopt;
    const auto time = time_of_day(in);
    if (!time || !in.literal(" GMT") || !in.at_end())
        return std::nullopt;
    return instant(*year_number, *month_index, *day_number, *time);
}

/** `Sunday, 06-Nov-94 08:49:37 GMT` */
std::optional<sys_seconds> parse_rfc850_date(std::string_view text, system_clock::time_point now) noexcept
{
    scanner in(text);
    if (!in.name(long_days) || !in.literal(", "))
        return std::nullopt;
    const auto day_number = in.number(2);
    if (!day_number || !in.literal("-"))
        return std::nullopt;
    const auto month_index = in.name(months);
    if (!month_index || !in.literal("-"))
        return std::nullopt;
    const auto short_year = in.number(2);
    if (!short_year || !in.literal(" "))
        return std::nullopt;
    const auto time = time_of_day(in);
    if (!time || !in.literal(" GMT") || !in.at_end())
        return std::nullopt;
    // A year more than fifty years ahead means the last past year with these digits. RFC 9110 section 5.6.7
    const int this_year = static_cast<int>(year_month_day(floor<days>(now)).year());
    int year_number = this_year / 100 * 100 + *short_year;
    if (year_number > this_year + 50)
        year_number -= 100;
    return instant(year_number, *month_index, *day_number, *time);
}

/** `Sun Nov  6 08:49:37 1994` */
std::optional<sys_seconds> parse_asctime_date(std::string_view text) noexcept
{
    scanner in(text);
    if (!in.name(short_days) || !in.literal(" "))
        return std::nullopt;
    const auto month_index = in.name(months);
    if (!month_index || !in.literal(" "))
        return std::nullopt;
    const auto day_number = in.literal(" ") ? in.number(1) : in.number(2);
    if (!day_number || !in.literal(" "))
        return std::nullopt;
    const auto time = time_of_day(in);
    if (!time || !in.literal(" "))
        return std::nullopt;
    const auto year_number = in.number(4);
    if (!year_number || !in.at_end())
        return std::nullopt;
    return instant(*year_number, *month_index, *day_number, *time);
}

/** `1994-11-06T08:49:37.000Z` */
std::optional<sys_seconds> parse_iso_time(std::string_view text) noexcept
{
    scanner in(text);
    const auto year_number = in.number(4);
    if (!year_number || !in.literal("-"))
        return std::nullopt;
    const auto month_number = in.number(2);
    if (!month_number || !in.literal("-"))
        return std::nullopt;
    const auto day_number = in.number(2);
    if (!day_number || !in.literal("T"))
        return std::nullopt;
    const auto time = time_of_day(in);
    if (!time)
        return std::nullopt;
    const auto more = in.fraction();
    if (!more || !in.literal("Z") || !in.at_end())
        return std::nullopt;
    return instant(*year_number, static_cast<unsigned>(*month_number - 1), *day_number, *time + *more);
}

bool is_number(std::string_view text) noexcept
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

milliseconds parse_delta_seconds(std::string_view digits) noexcept
{
    const std::int64_t bound = duration_cast<seconds>(longest).count();
    std::int64_t value = 0;
    for (const char c : digits)
        value = std::min(value * 10 + (c - '0'), bound);
    return seconds(value);
}

/** The time from the answer to `until`. Without a readable date in the answer, the time from now. */
milliseconds wait_until(sys_seconds until, std::optional<std::string_view> date,
                        system_clock::time_point local_now) noexcept
{
    const auto answered = date ? parse_http_date(*date, local_now) : std::nullopt;
    // Compares whole seconds first, because milliseconds cannot represent a date that is centuries away.
    const seconds roughly = until - (answered ? *answered : floor<seconds>(local_now));
    if (roughly < seconds(0))
        return milliseconds(0);
    if (roughly > longest)
        return longest;
    return answered ? milliseconds(roughly)
                    : std::clamp(ceil<milliseconds>(until - local_now), milliseconds(0), longest);
}

} // namespace

std::optional<sys_seconds> parse_http_date(std::string_view value, system_clock::time_point now) noexcept
{
    value = without_blanks(value);
    auto date = parse_imf_fixdate(value);
    if (!date)
        date = parse_rfc850_date(value, now);
    if (!date)
        date = parse_asctime_date(value);
    return date;
}

std::optional<milliseconds> parse_retry_after(std::string_view value, std::optional<std::string_view> date,
                                              system_clock::time_point local_now) noexcept
{
    value = without_blanks(value);
    if (is_number(value))
        return parse_delta_seconds(value);
    const auto until = parse_http_date(value, local_now);
    return until ? std::optional(wait_until(*until, date, local_now)) : std::nullopt;
}

std::optional<milliseconds> parse_retry_time(std::string_view value, std::optional<std::string_view> date,
                                             system_clock::time_point local_now) noexcept
{
    if (is_number(value))
        return parse_delta_seconds(value);
    const auto until = parse_iso_time(value);
    return until ? std::optional(wait_until(*until, date, local_now)) : std::nullopt;
}

} // namespace useapi::retry
