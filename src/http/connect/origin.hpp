#ifndef USEAPI_SRC_HTTP_CONNECT_ORIGIN_HPP
#define USEAPI_SRC_HTTP_CONNECT_ORIGIN_HPP

#include <useapi/config.hpp>
#include <useapi/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::http {

/** Where a base URL points. */
struct origin
{
    std::string host; ///< a name in lower case, or an address literal without brackets
    std::uint16_t port = 443;
    bool host_is_address = false;
    std::string path_prefix; ///< empty, or `/...` with no slash at its end

    /** The value of `Host`: with brackets and port where they are needed. */
    USEAPI_API std::string authority() const;
};

/** Reads a base URL strictly, since the API token is sent to the host that it names.

    @return `errc::invalid_argument` with what is wrong.
*/
USEAPI_API result<origin> parse_base_url(std::string_view text);

/** Makes an origin of a host and a port. The host is a name, or an address with or without brackets.

    @return `errc::invalid_argument` with what is wrong.
*/
result<origin> parse_host(std::string_view host, std::uint16_t port);

} // namespace useapi::http

#endif
