#include "http/exchange/keep_alive.hpp"

#include "http/exchange/message_syntax.hpp"
#include "vocabulary/without_blanks.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace useapi::http {
namespace {

constexpr std::chrono::seconds longest = std::chrono::hours(365 * 24);

std::optional<std::chrono::seconds> parse_seconds(std::string_view digits) noexcept
{
    std::uint32_t number = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end != digits.data() + digits.size())
        return std::nullopt;
    if (ec == std::errc::result_out_of_range)
        return longest;
    if (ec != std::errc())
        return std::nullopt;
    return std::min(std::chrono::seconds(number), longest);
}

} // namespace

std::optional<std::chrono::seconds> parse_keep_alive(std::string_view value) noexcept
{
    std::optional<std::chrono::seconds> least;
    for (bool is_last = false; !is_last;) {
        const auto comma = value.find(',');
        is_last = comma == std::string_view::npos;
        const std::string_view parameter = without_blanks(value.substr(0, comma));
        value.remove_prefix(is_last ? value.size() : comma + 1);
        // A reader of a list ignores its empty elements (RFC 9110 section 5.6.1.2).
        if (parameter.empty())
            continue;

        const auto equals = parameter.find('=');
        const std::string_view name = parameter.substr(0, equals);
        const bool has_value = equals != std::string_view::npos;
        if (!is_token(name) || (has_value && !is_token(parameter.substr(equals + 1))))
            return std::nullopt;
        if (!equals_without_case(name, "timeout"))
            continue;
        const auto seconds = has_value ? parse_seconds(parameter.substr(equals + 1)) : std::nullopt;
        if (!seconds)
            return std::nullopt;
        least = std::min(*seconds, least.value_or(*seconds));
    }
    return least;
}

} // namespace useapi::http
