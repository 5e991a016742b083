#ifndef USEAPI_SRC_CLIENT_SERVER_ERROR_HPP
#define USEAPI_SRC_CLIENT_SERVER_ERROR_HPP

#include <useapi/errc.hpp>

#include <span>
#include <string>
#include <string_view>

namespace useapi {

/** What an answer that is not 2xx says, whatever form it came in.

    The body may be `{"error", "errorDetails", "code"}` with any of them missing and `error` a string or an
    object, prose, an HTML page, or empty. The texts are printable, on one line, at most 512 bytes each.
*/
struct server_error
{
    errc code = errc::unexpected_status;
    std::string error;
    std::string details;
};

/** Tells what `status` means to this API, with the body's help where a status has several meanings.

    @param secrets  texts to be blotted out of what the server says, should it echo them.
*/
server_error read_server_error(int status, std::string_view body, std::span<const std::string_view> secrets);

} // namespace useapi

#endif
