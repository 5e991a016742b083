#include "http/connect/proxy/proxy.hpp"

#include "http/connect/authority.hpp"
#include "http/exchange/message_syntax.hpp"
#include "vocabulary/without_blanks.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <iterator>

namespace useapi::http {
namespace {

namespace ip = boost::asio::ip;

// Far more than proxies take, and far from the limits of the encoder.
constexpr std::size_t longest_userinfo = 8 * 1024;
constexpr std::size_t longest_socks_text = 255;

struct proxy_scheme
{
    std::string_view name;
    proxy_kind kind;
    std::uint16_t usual_port;
};

constexpr proxy_scheme schemes[] = {{"http", proxy_kind::http, 80},
                                    {"https", proxy_kind::https, 443},
                                    {"socks5", proxy_kind::socks5, 1080},
                                    {"socks5h", proxy_kind::socks5h, 1080}};

error unusable_proxy(std::string_view why)
{
    return error(errc::invalid_argument).detail(std::string(why));
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/** Appends the text percent-decoded. False if the encoding is malformed, or stands for a control
    character. */
bool append_decoded(std::string& to, std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7f)
            return false;
        to += c;
    }
    return true;
}

/** Splits `user:password` and decodes both. False if the percent-encoding is malformed. */
bool read_login(std::string_view userinfo, std::string& user, std::string& password)
{
    const auto colon = userinfo.find(':');
    // Reserved, since a string that grows leaves a copy of the password behind.
    user.reserve(userinfo.size());
    password.reserve(userinfo.size());
    return append_decoded(user, userinfo.substr(0, colon)) &&
           (colon == std::string_view::npos || append_decoded(password, userinfo.substr(colon + 1)));
}

/** @see RFC 7617 section 2 */
secret basic_login(std::string_view user, std::string_view password)
{
    std::string plain;
    plain.reserve(user.size() + 1 + password.size());
    plain.append(user).append(":").append(password);
    static constexpr std::string_view scheme = "Basic ";
    std::string value(scheme);
    value.resize(scheme.size() + (plain.size() + 2) / 3 * 4 + 1);
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(value.data() + scheme.size()),
                    reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
    value.pop_back();
    wipe(plain);
    return secret(std::move(value));
}

/** @see RFC 1929 section 2 */
secret socks_login(std::string_view user, std::string_view password)
{
    std::string value;
    value.reserve(3 + user.size() + password.size());
    value += '\x01';
    for (const std::string_view each : {user, password})
        value.append(1, static_cast<char>(each.size())).append(each);
    return secret(std::move(value));
}

result<secret> read_userinfo(std::string_view userinfo, proxy_kind kind)
{
    if (userinfo.size() > longest_userinfo)
        return unusable_proxy("the user and password have more than 8192 characters together");
    std::string user;
    std::string password;
    const bool is_decoded = read_login(userinfo, user, password);
    result<secret> made = [&]() -> result<secret> {
        if (!is_decoded || (!is_socks(kind) && user.find(':') != std::string::npos))
            return unusable_proxy("the user or password is not properly percent-encoded");
        if (!is_socks(kind))
            return basic_login(user, password);
        if (user.empty() || user.size() > longest_socks_text || password.size() > longest_socks_text)
            return unusable_proxy("SOCKS5 takes a user of 1 to 255 bytes, and a password of at most 255");
        return socks_login(user, password);
    }();
    wipe(user);
    wipe(password);
    return made;
}

/** Reads `host:port` into a proxy. @return what is wrong with the text; nothing on success */
std::optional<error> read_authority(std::string_view text, proxy& to)
{
    const auto parts = split_port(text);
    if (!parts)
        return unusable_proxy("has no usable host");
    if (parts->port) {
        const auto port = parse_port(*parts->port);
        if (!port)
            return unusable_proxy("the port must be 1 to 65535");
        to.port = *port;
    }
    to.host = lower_case(parts->host);
    to.host_is_address = parse_address(to.host).has_value();
    if (to.host_is_address)
        return std::nullopt;
    if (parts->has_brackets || to.host.empty() || !has_host_name_characters(to.host))
        return unusable_proxy("has no usable host");
    if (!has_host_name_lengths(to.host))
        return unusable_proxy(host_name_limits);
    return std::nullopt;
}

bool is_in_block(const ip::address& address, std::string_view block)
{
    error_code ec;
    if (address.is_v4()) {
        const auto network = ip::make_network_v4(std::string(block), ec);
        // canonical() clears the bits behind the prefix, which people may set: 10.1.2.3/8.
        return !ec &&
               ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network.canonical();
    }
    const auto network = ip::make_network_v6(std::string(block), ec);
    return !ec && ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network.canonical();
}

bool names_host(std::string_view entry, const origin& where)
{
    if (entry == "*")
        return true;
    const auto parts = split_port(entry);
    if (!parts || (parts->port && parse_port(*parts->port) != where.port))
        return false;
    if (where.host_is_address) {
        const auto address = ip::make_address(where.host);
        return entry.find('/') != std::string_view::npos ? is_in_block(address, entry)
                                                         : parse_address(parts->host) == address;
    }
    std::string name = lower_case(parts->host);
    if (name.starts_with('*'))
        name.erase(0, 1);
    if (name.starts_with('.'))
        name.erase(0, 1);
    if (name.ends_with('.'))
        name.pop_back();
    const std::string_view host = without_last_dot(where.host);
    if (name.empty() || !host.ends_with(name))
        return false;
    const auto rest = host.size() - name.size();
    return rest == 0 || host[rest - 1] == '.';
}

bool is_loopback(const origin& where)
{
    if (where.host_is_address)
        return ip::make_address(where.host).is_loopback();
    const std::string_view host = without_last_dot(where.host);
    return host == "localhost" || host.ends_with(".localhost");
}

/** The first of the variables that is set and not empty, and its name. */
std::pair<const char*, std::string_view> first_set(environment_lookup environment,
                                                   std::initializer_list<const char*> names)
{
    for (const char* const name : names) {
        const char* const value = environment(name);
        if (value && *value != '\0')
            return {name, value};
    }
    return {nullptr, {}};
}

} // namespace

std::string proxy::authority() const
{
    const bool needs_brackets = host.find(':') != std::string::npos;
    return (needs_brackets ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::string proxy::url() const
{
    const auto* const scheme = std::find_if(std::begin(schemes), std::end(schemes),
                                            [this](const proxy_scheme& each) { return each.kind == kind; });
    return std::string(scheme->name) + "://" + authority();
}

result<proxy> parse_proxy_url(std::string_view text)
{
    text = without_white_space(text);
    proxy made;
    if (const auto end = text.find("://"); end != std::string_view::npos) {
        const auto* const scheme =
            std::find_if(std::begin(schemes), std::end(schemes), [&](const proxy_scheme& each) {
                return equals_without_case(text.substr(0, end), each.name);
            });
        if (scheme == std::end(schemes))
            return unusable_proxy("only http://, https://, socks5:// and socks5h:// proxies are supported");
        made.kind = scheme->kind;
        made.port = scheme->usual_port;
        text.remove_prefix(end + 3);
    }
    // The last @ ends the credentials: an @ in a password should be percent-encoded, and often is not.
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        auto authorization = read_userinfo(text.substr(0, at), made.kind);
        if (!authorization)
            return authorization.error();
        made.authorization = std::move(*authorization);
        text.remove_prefix(at + 1);
    }
    if (text.ends_with('/'))
        text.remove_suffix(1);
    if (text.find_first_of("/?#") != std::string_view::npos)
        return unusable_proxy("must not have a path, query or fragment");
    if (auto failure = read_authority(text, made))
        return std::move(*failure);
    return made;
}

bool is_excepted(std::string_view list, const origin& where)
{
    for (;;) {
        const auto begin = list.find_first_not_of(", \t\r\n");
        if (begin == std::string_view::npos)
            return false;
        list.remove_prefix(begin);
        const auto end = std::min(list.find_first_of(", \t\r\n"), list.size());
        if (names_host(list.substr(0, end), where))
            return true;
        list.remove_prefix(end);
    }
}

result<std::optional<proxy>> choose_proxy(const proxy_options& options, const origin& where,
                                          environment_lookup environment)
{
    const auto named = [](const char* name, const error& why) {
        return error(errc::invalid_argument).detail(std::string(name) + ": " + why.detail());
    };
    const auto excepted = [&] {
        if (options.except())
            return is_excepted(*options.except(), where);
        return options.follows_environment() &&
               is_excepted(first_set(environment, {"no_proxy", "NO_PROXY"}).second, where);
    };

    const char* name = "proxy";
    std::string_view url = options.url().reveal();
    if (options.follows_environment() && !is_loopback(where)) {
        const auto found = first_set(environment, {"https_proxy", "HTTPS_PROXY"});
        name = found.first;
        url = found.second;
    }
    if (url.empty() || excepted())
        return std::optional<proxy>();
    auto made = parse_proxy_url(url);
    if (!made)
        return named(name, made.error());
    return std::optional(std::move(*made));
}

} // namespace useapi::http
