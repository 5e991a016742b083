// A proxy's URL on the first line, a list of excepted hosts on the second, and a base URL in the rest.

#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "http/connect/proxy/proxy.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace useapi;
using useapi::fuzz::require;

namespace {

bool is_visible(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

void check_login(const http::proxy& parsed)
{
    const auto value = parsed.authorization.reveal();
    if (value.empty())
        return;
    if (!http::is_socks(parsed.kind)) {
        // It becomes the value of a field: nothing in it may end the line.
        require(value.starts_with("Basic ") && is_visible(value.substr(6)), "credentials are Base64");
        return;
    }
    const auto user = static_cast<unsigned char>(value.at(1));
    const auto password = static_cast<unsigned char>(value.at(2U + user));
    require(value[0] == 1 && user != 0 && value.size() == 3U + user + password,
            "credentials are a message of RFC 1929");
}

void check_url(std::string_view url)
{
    const auto parsed = http::parse_proxy_url(url);
    if (!parsed) {
        require(parsed.error().code() == errc::invalid_argument, "a refusal is of the argument");
        return;
    }
    require(parsed->port != 0, "there is a port");
    require(!parsed->host.empty() && is_visible(parsed->host), "a host has visible characters only");
    check_login(*parsed);
    const auto again = http::parse_proxy_url(parsed->authority());
    require(again && again->host == parsed->host && again->port == parsed->port,
            "an authority reads as host and port");
    const auto shown = http::parse_proxy_url(parsed->url());
    require(shown && shown->kind == parsed->kind && shown->authority() == parsed->authority(),
            "a URL that is shown names the same proxy");
}

void check_exceptions(std::string_view list, const http::origin& where)
{
    const bool excepted = http::is_excepted(list, where);
    require(http::is_excepted(" ," + std::string(list) + ", ", where) == excepted,
            "empty entries mean nothing");
    require(http::is_excepted(std::string(list) + ",*", where), "a star is every host");
    // Dots in front and behind mean something else in an entry.
    if (where.host.front() != '.' && where.host.back() != '.')
        require(http::is_excepted(std::string(list) + ',' + where.host, where), "a host excepts itself");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::input given(data, size);
    check_url(given.line());
    const std::string_view list = given.line();
    if (const auto where = http::parse_base_url(given.rest())) {
        check_exceptions(list, *where);
        const auto again = http::parse_base_url("https://" + where->authority() + where->path_prefix);
        require(again && again->host == where->host && again->port == where->port &&
                    again->path_prefix == where->path_prefix,
                "a base URL reads as host and port");
    }
    return 0;
}
