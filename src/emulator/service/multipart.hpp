#ifndef USEAPI_SRC_EMULATOR_SERVICE_MULTIPART_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_MULTIPART_HPP

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace useapi::emulator {

using form_fields = std::map<std::string, std::string, std::less<>>;

/** Reads a `multipart/form-data` body (RFC 7578, RFC 2046 section 5.1). It is strict about possible errors of
    a client: the closing delimiter, the blank line after a part's header and a part's name must be there, and
    no name may occur twice.
    @param content_type  the request's field with the boundary
    @return the fields by name, or why the body cannot be read
*/
[[nodiscard]] std::variant<form_fields, std::string> parse_multipart(std::string_view content_type,
                                                                     std::string_view body);

} // namespace useapi::emulator

#endif
