#include "http/connect/origin.hpp"

#include "http/connect/authority.hpp"
#include "http/exchange/message_syntax.hpp"

#include <algorithm>

namespace useapi::http {
namespace {

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_hex_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

error unusable_url(std::string_view text, std::string_view why)
{
    // A URL with userinfo holds a credential and is never shown; a query may hold one.
    std::string shown =
        text.find('@') == std::string_view::npos ? std::string(text.substr(0, 256)) : std::string("...");
    if (const auto query = shown.find_first_of("?#"); query != std::string::npos)
        shown.replace(query + 1, std::string::npos, "...");
    std::replace_if(shown.begin(), shown.end(), [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    return error(errc::invalid_argument).detail("base URL '" + shown + "': " + std::string(why));
}

/** Whether all characters may occur in a URL, and each `%` is followed by two digits.
    @see RFC 3986 section 2 */
bool has_url_characters(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size() || !is_hex_digit(text[i + 1]) || !is_hex_digit(text[i + 2]))
                return false;
        } else if (!is_letter(c) && !is_digit(c) &&
                   std::string_view("-._~:/?#[]@!$&'()*+,;=").find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool is_scheme(std::string_view text)
{
    return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
}

/** Reads `host:port` into an origin. @return what is wrong with the text; empty if nothing is */
std::string_view read_authority(origin& where, std::string_view text)
{
    const auto parts = split_port(text);
    if (!parts)
        return "has no usable host";
    where.host = lower_case(parts->host);
    const auto address = parse_address(where.host);
    where.host_is_address = address.has_value();
    // In a URL an IPv6 address has brackets, and no other host has.
    if (where.host_is_address
            ? address->is_v6() != parts->has_brackets
            : parts->has_brackets || where.host.empty() || !has_host_name_characters(where.host))
        return "has no usable host";
    if (!where.host_is_address && !has_host_name_lengths(where.host))
        return host_name_limits;
    if (parts->port) {
        const auto port = parse_port(*parts->port);
        if (!port)
            return "the port must be 1 to 65535";
        where.port = *port;
    }
    return {};
}

} // namespace

std::string origin::authority() const
{
    const bool needs_brackets = host.find(':') != std::string::npos;
    std::string text = needs_brackets ? '[' + host + ']' : host;
    if (port != 443)
        text += ':' + std::to_string(port);
    return text;
}

result<origin> parse_base_url(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon)) || !has_url_characters(text))
        return unusable_url(text, "not a URL");
    if (!equals_without_case(text.substr(0, colon), "https"))
        return unusable_url(text, "must start with https://");
    std::string_view rest = text.substr(colon + 1);
    if (!rest.starts_with("//"))
        return unusable_url(text, "has no usable host");
    rest.remove_prefix(2);
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    const auto path = rest.substr(authority.size());
    if (authority.find('@') != std::string_view::npos)
        return unusable_url(text, "must not hold a user name or password");
    if (path.find_first_of("?#") != std::string_view::npos)
        return unusable_url(text, "must not have a query or fragment");

    origin where;
    if (const auto why = read_authority(where, authority); !why.empty())
        return unusable_url(text, why);
    if (path.find_first_of("[]") != std::string_view::npos)
        return unusable_url(text, "brackets in the path must be percent-encoded");
    where.path_prefix = path;
    while (where.path_prefix.ends_with('/'))
        where.path_prefix.pop_back();
    return where;
}

result<origin> parse_host(std::string_view host, std::uint16_t port)
{
    const bool needs_brackets = host.find(':') != std::string_view::npos && !host.starts_with('[');
    std::string text = needs_brackets ? '[' + std::string(host) + ']' : std::string(host);
    text += ':' + std::to_string(port);
    origin where;
    if (const auto why = read_authority(where, text); !why.empty())
        return error(errc::invalid_argument).detail('"' + text + "\": " + std::string(why));
    return where;
}

} // namespace useapi::http
