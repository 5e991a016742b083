#include "http/connect/authority.hpp"

#include <useapi/errc.hpp>

#include <algorithm>
#include <charconv>

namespace useapi::http {

std::optional<host_and_port> split_port(std::string_view text)
{
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':')
            return std::nullopt;
        return host_and_port{text.substr(1, end - 1),
                             rest.empty() ? std::nullopt : std::optional(rest.substr(1)), true};
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return host_and_port{text, std::nullopt};
    return host_and_port{text.substr(0, colon), text.substr(colon + 1)};
}

std::optional<std::uint16_t> parse_port(std::string_view digits)
{
    unsigned value = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (ec != std::errc() || end != digits.data() + digits.size() || value < 1 || value > 65535)
        return std::nullopt;
    return static_cast<std::uint16_t>(value);
}

std::optional<boost::asio::ip::address> parse_address(std::string_view text)
{
    // make_address takes any text for a zone, and does not read past a NUL.
    if (text.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos)
        return std::nullopt;
    error_code ec;
    const auto address = boost::asio::ip::make_address(text, ec);
    return ec ? std::nullopt : std::optional(address);
}

std::string lower_case(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

bool has_host_name_characters(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

bool has_host_name_lengths(std::string_view text)
{
    constexpr std::size_t longest_name = 253;
    constexpr std::size_t longest_label = 63;
    std::string_view rest = without_last_dot(text);
    if (rest.size() > longest_name)
        return false;
    for (;;) {
        const auto end = std::min(rest.find('.'), rest.size());
        if (end == 0 || end > longest_label)
            return false;
        if (end == rest.size())
            return true;
        rest.remove_prefix(end + 1);
    }
}

std::string_view without_last_dot(std::string_view host)
{
    if (host.ends_with('.'))
        host.remove_suffix(1);
    return host;
}

} // namespace useapi::http
