#ifndef USEAPI_SRC_HTTP_CONNECT_AUTHORITY_HPP
#define USEAPI_SRC_HTTP_CONNECT_AUTHORITY_HPP

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::http {

/** The parts of `host:port`. An IPv6 address without brackets has no port after it. */
struct host_and_port
{
    std::string_view host; ///< without brackets
    std::optional<std::string_view> port;
    bool has_brackets = false;
};

/** Nothing if a bracket is not closed, or is followed by anything but a port. */
std::optional<host_and_port> split_port(std::string_view text);

/** The number of a port, 1 to 65535, in decimal digits; nothing for any other text. */
std::optional<std::uint16_t> parse_port(std::string_view digits);

/** An IPv4 address of four numbers, or an IPv6 address without zone and brackets. */
std::optional<boost::asio::ip::address> parse_address(std::string_view text);

std::string lower_case(std::string_view text);

/** Whether a name in lower case has the characters that host names have, `_` included. */
bool has_host_name_characters(std::string_view text);

/** Whether no label is empty or too long, and the name as a whole is not too long. One dot at the end is
    allowed, and does not count. @see RFC 1035 section 2.3.4 */
bool has_host_name_lengths(std::string_view text);

/** The error text for a host that `has_host_name_lengths` refuses. */
inline constexpr std::string_view host_name_limits =
    "a host name has at most 253 characters, and 1 to 63 between two dots";

/** A host name without the dot at its end, as certificates and the server name of TLS write it.
    @see RFC 6066 section 3 */
std::string_view without_last_dot(std::string_view host);

} // namespace useapi::http

#endif
