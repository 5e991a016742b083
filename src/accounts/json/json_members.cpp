#include "accounts/json/json_members.hpp"

#include "vocabulary/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

namespace useapi::accounts {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_error_text = 512;

using milliseconds_time = std::chrono::sys_time<std::chrono::milliseconds>;

std::optional<double> as_number(const json::value& value)
{
    if (value.is_double())
        return value.get_double();
    if (value.is_int64())
        return static_cast<double>(value.get_int64());
    if (value.is_uint64())
        return static_cast<double>(value.get_uint64());
    if (const json::string* const text = value.if_string()) {
        double parsed = 0;
        const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), parsed);
        if (ec == std::errc() && end == text->data() + text->size())
            return parsed;
    }
    return std::nullopt;
}

/** Takes a number of exactly so many digits from the front of `text`. */
bool take_digits(std::string_view& text, std::size_t count, int& number)
{
    const std::string_view digits = text.substr(0, count);
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.size() != count || ec != std::errc() || end != digits.data() + count || number < 0)
        return false;
    text.remove_prefix(count);
    return true;
}

bool take(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected)
        return false;
    text.remove_prefix(1);
    return true;
}

/** "T08:49:37.123Z"; fractions and Z may be missing. */
std::optional<std::chrono::milliseconds> time_of_day(std::string_view text)
{
    using namespace std::chrono;
    if (text.empty())
        return milliseconds(0);
    if (!take(text, 'T'))
        return std::nullopt;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool is_time = take_digits(text, 2, hour) && take(text, ':') && take_digits(text, 2, minute) &&
                         take(text, ':') && take_digits(text, 2, second);
    if (!is_time || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    int fraction = 0;
    if (take(text, '.')) {
        const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
        for (std::size_t i = 0; i < 3; ++i)
            fraction = fraction * 10 + (i < digits ? text[i] - '0' : 0);
        text.remove_prefix(digits);
    }
    if (!text.empty() && text != "Z")
        return std::nullopt;
    return hours(hour) + minutes(minute) + seconds(second) + milliseconds(fraction);
}

/** @see RFC 3339 section 5.6, in UTC */
std::optional<milliseconds_time> iso_time(std::string_view text)
{
    using namespace std::chrono;
    int in_year = 0;
    int in_month = 0;
    int on_day = 0;
    const bool is_date = take_digits(text, 4, in_year) && take(text, '-') && take_digits(text, 2, in_month) &&
                         take(text, '-') && take_digits(text, 2, on_day);
    if (!is_date)
        return std::nullopt;
    const year_month_day date(year(in_year), month(static_cast<unsigned>(in_month)),
                              day(static_cast<unsigned>(on_day)));
    const auto time = time_of_day(text);
    if (!date.ok() || !time)
        return std::nullopt;
    return sys_days(date) + *time;
}

} // namespace

std::string_view view(const json::string& text) noexcept
{
    return {text.data(), text.size()};
}

std::optional<std::string_view> text_member(const json::object& object, std::string_view name)
{
    const json::value* const found = object.if_contains(name);
    if (!found || !found->is_string())
        return std::nullopt;
    return view(found->get_string());
}

std::optional<double> number_member(const json::object& object, std::string_view name)
{
    const json::value* const found = object.if_contains(name);
    if (!found)
        return std::nullopt;
    return as_number(*found);
}

std::optional<int> integer_member(const json::object& object, std::string_view name)
{
    const auto number = number_member(object, name);
    const bool fits = number && std::floor(*number) == *number &&
                      std::abs(*number) <= static_cast<double>(std::numeric_limits<int>::max());
    if (!fits)
        return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<std::string> filled_member(const json::object& object, std::string_view name)
{
    const auto text = text_member(object, name);
    return text && !text->empty() ? std::optional(std::string(*text)) : std::nullopt;
}

std::optional<std::string> id_member(const json::object& object, std::string_view name)
{
    const json::value* const found = object.if_contains(name);
    if (!found)
        return std::nullopt;
    if (const json::string* const text = found->if_string(); text && !text->empty())
        return std::string(view(*text));
    if (found->is_int64() || found->is_uint64())
        return json::serialize(*found);
    return std::nullopt;
}

std::optional<std::uint64_t> count_member(const json::object& object, std::string_view name)
{
    constexpr double too_many = 1e15;
    const auto number = number_member(object, name);
    if (!number || !(*number >= 0 && *number < too_many) || std::floor(*number) != *number)
        return std::nullopt;
    return static_cast<std::uint64_t>(*number);
}

std::optional<milliseconds_time> time_member(const json::object& object, std::string_view name)
{
    if (const auto text = text_member(object, name))
        if (const auto time = iso_time(*text))
            return time;
    constexpr double latest = 253402300799.0; // in seconds: the end of the year 9999
    const auto number = number_member(object, name);
    if (!number || !(*number >= 0 && *number <= latest * 1000))
        return std::nullopt;
    // Seconds since the epoch passed 1e11 in the year 5138, milliseconds in 1973.
    constexpr double surely_milliseconds = 1e11;
    const double in_ms = *number < surely_milliseconds ? *number * 1000 : *number;
    return milliseconds_time(std::chrono::milliseconds(std::llround(in_ms)));
}

void cut(std::string& text, std::size_t longest)
{
    if (text.size() <= longest)
        return;
    // Does not cut a character in two.
    std::size_t end = longest;
    while (end != 0 && !begins_character(text[end]))
        --end;
    text.resize(end);
}

std::optional<std::string> error_member(const json::object& object)
{
    const json::value* const found = object.if_contains("error");
    if (!found || found->is_null() || (found->is_bool() && !found->get_bool()))
        return std::nullopt;
    std::string text;
    if (const json::string* const said = found->if_string())
        text = view(*said);
    else if (const json::object* const inner = found->if_object())
        text = text_member(*inner, "message").value_or(std::string_view());
    // An error in an undocumented form counts as well.
    if (text.empty() && !found->is_string())
        text = json::serialize(*found);
    if (text.empty())
        return std::nullopt;
    cut(text, longest_error_text);
    return text;
}

} // namespace useapi::accounts
