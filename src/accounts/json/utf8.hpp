#ifndef USEAPI_SRC_ACCOUNTS_UTF8_HPP
#define USEAPI_SRC_ACCOUNTS_UTF8_HPP

#include <useapi/config.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace useapi::runwayml {

/** Where the first byte stands that belongs to no valid UTF-8 sequence; `npos` where all do.
    Exported for `useapi::bulk`.

    @see RFC 3629 section 4
*/
USEAPI_API std::size_t find_invalid_utf8(std::string_view text) noexcept;

/** The character that the text begins with; nothing if it begins with no valid UTF-8 sequence. */
std::optional<char32_t> first_character(std::string_view text) noexcept;

} // namespace useapi::runwayml

#endif
