#ifndef USEAPI_SRC_HTTP_EXCHANGE_MESSAGE_SYNTAX_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_MESSAGE_SYNTAX_HPP

#include "vocabulary/byte_set.hpp"

#include <useapi/config.hpp>
#include <useapi/error.hpp>
#include <useapi/http/request.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace useapi::http {

/** The characters of a token. @see RFC 9110 section 5.6.2 */
inline constexpr byte_set token_characters([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
});

/** @see RFC 9110 section 5.6.2 */
bool is_token(std::string_view text) noexcept;

/** The number of bytes at the beginning that may be in the value of a field: visible characters, blanks, tabs
    and obs-text.
    @see RFC 9110 section 5.5 */
std::size_t leading_field_characters(std::string_view text) noexcept;

/** Whether the text consists of such bytes, without a blank at either end.
    @see RFC 9110 section 5.5 */
bool is_field_value(std::string_view text) noexcept;

/** Whether the text starts with `/` and has only characters that a request line can carry.
    @see RFC 9112 section 3.2.1 */
bool is_origin_form(std::string_view target) noexcept;

/** Exported for `useapi::testing`. */
USEAPI_API bool equals_without_case(std::string_view left, std::string_view right) noexcept;

/** The error of fields that a caller may not send: `errc::invalid_argument`, with the name of the field. */
std::optional<error> check(std::span<const field> fields);

/** The error of a request that a caller may not send: `errc::invalid_argument`, with the name of the part. */
std::optional<error> check(const request& request);

} // namespace useapi::http

#endif
