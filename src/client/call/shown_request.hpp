#ifndef USEAPI_SRC_CLIENT_CALL_SHOWN_REQUEST_HPP
#define USEAPI_SRC_CLIENT_CALL_SHOWN_REQUEST_HPP

#include "vocabulary/request_outline.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::detail {

/** The content of a request without its secrets. */
struct shown_content
{
    std::string text;        ///< with a `variable_mark` in place of each secret
    std::size_t secrets = 0; ///< how many marks there are
};

/** The outline of a request without its secrets.

    @param wire     the request as it is sent.
    @param content  nothing if it is not known which parts are secret: then the content is not shown. It is
                    also not shown if its other texts look like the mark of a variable.
    @param secrets  texts that are removed from every part. */
request_outline outline_of(std::string_view wire, std::optional<shown_content> content,
                           std::span<const std::string_view> secrets);

} // namespace useapi::detail

#endif
