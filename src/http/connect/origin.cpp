#include "http/connect/origin.hpp"

#include "http/exchange/message_syntax.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>

namespace useapi::http {
namespace {

error refuse(std::string_view text, std::string_view why)
{
    // A URL with userinfo holds a credential and is never shown; a query may hold one.
    std::string shown =
        text.find('@') == std::string_view::npos ? std::string(text.substr(0, 256)) : std::string("...");
    if (const auto query = shown.find_first_of("?#"); query != std::string::npos)
        shown.replace(query + 1, std::string::npos, "...");
    std::replace_if(shown.begin(), shown.end(), [](char c) { return c < ' ' || c == 0x7f; }, '?');
    return error(errc::invalid_argument).detail("base URL '" + shown + "': " + std::string(why));
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
    namespace urls = boost::urls;

    const auto parsed = urls::parse_uri(text);
    if (!parsed)
        return refuse(text, "not a URL");
    const urls::url_view& url = *parsed;
    if (!equals_without_case(std::string_view(url.scheme().data(), url.scheme().size()), "https"))
        return refuse(text, "must start with https://");
    if (url.has_userinfo())
        return refuse(text, "must not hold a user name or password");
    if (url.has_query() || url.has_fragment())
        return refuse(text, "must not have a query or fragment");

    origin where;
    const auto host = url.host_address();
    where.host.assign(host.data(), host.size());
    std::transform(where.host.begin(), where.host.end(), where.host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    where.host_is_address =
        url.host_type() == urls::host_type::ipv4 || url.host_type() == urls::host_type::ipv6;
    // The parser undoes percent-encoding, which no host name needs: a name with a colon, or one that is an
    // address after all, would come out of it.
    const bool host_is_sound = !where.host.empty() &&
                               url.encoded_host().find('%') == urls::string_view::npos &&
                               std::all_of(where.host.begin(), where.host.end(), [](char c) {
                                   return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                                          c == '-' || c == ':' || c == '_';
                               });
    if (!host_is_sound || url.host_type() == urls::host_type::ipvfuture)
        return refuse(text, "has no usable host");

    // The parser takes junk after a port, and ports that do not fit: both are told by the text itself.
    if (url.has_port()) {
        const auto digits = url.port();
        unsigned value = 0;
        const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (ec != std::errc() || end != digits.data() + digits.size() || value < 1 || value > 65535)
            return refuse(text, "the port must be 1 to 65535");
        where.port = static_cast<std::uint16_t>(value);
    }

    const auto path = url.encoded_path();
    where.path_prefix.assign(path.data(), path.size());
    // `https://127.0.0.1.nip.io/` is taken apart into an address and a path without a slash.
    if (!where.path_prefix.empty() && !is_origin_form(where.path_prefix))
        return refuse(text, "has no usable host and path");
    while (where.path_prefix.ends_with('/'))
        where.path_prefix.pop_back();
    return where;
}

} // namespace useapi::http
