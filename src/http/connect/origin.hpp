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

/** Reads a base URL strictly, since a credential is sent to whatever it names.

    @return `errc::invalid_argument`, and what is wrong with it.
*/
USEAPI_API result<origin> parse_base_url(std::string_view text);

/** Reads a host, a name or an address with or without brackets, and a port.

    @return `errc::invalid_argument`, and what is wrong with it.
*/
result<origin> parse_host(std::string_view host, std::uint16_t port);

} // namespace useapi::http

#endif
