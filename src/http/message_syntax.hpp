#ifndef USEAPI_SRC_HTTP_MESSAGE_SYNTAX_HPP
#define USEAPI_SRC_HTTP_MESSAGE_SYNTAX_HPP

#include <useapi/config.hpp>
#include <useapi/error.hpp>
#include <useapi/http/request.hpp>

#include <optional>
#include <string_view>

namespace useapi::http {

/** @see RFC 9110 section 5.6.2 */
bool is_token(std::string_view text) noexcept;

/** Visible characters, blanks, tabs and obs-text, with no blank at either end. @see RFC 9110 section 5.5 */
bool is_field_value(std::string_view text) noexcept;

/** Starts with `/` and has nothing that a request line cannot carry. @see RFC 9112 section 3.2.1 */
bool is_origin_form(std::string_view target) noexcept;

/** Exported for `useapi::testing`. */
USEAPI_API bool equals_without_case(std::string_view left, std::string_view right) noexcept;

/** What keeps a caller's request from being sent: `errc::invalid_argument`, naming the part. */
std::optional<error> check(const request& request);

} // namespace useapi::http

#endif
