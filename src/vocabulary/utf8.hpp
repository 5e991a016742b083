#ifndef USEAPI_SRC_VOCABULARY_UTF8_HPP
#define USEAPI_SRC_VOCABULARY_UTF8_HPP

#include <useapi/config.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace useapi {

/** The size in bytes of the character that the text begins with; 0 if it does not begin with valid UTF-8.
    @see RFC 3629 section 4 */
std::size_t utf8_size(std::string_view text) noexcept;

/** The index of the first byte that is not part of a valid character; `npos` if the whole text is valid
    UTF-8. Exported for `useapi::bulk`. */
USEAPI_API std::size_t find_invalid_utf8(std::string_view text) noexcept;

/** The character that the text begins with; nothing if it does not begin with valid UTF-8. */
std::optional<char32_t> first_character(std::string_view text) noexcept;

/** False for the second and further bytes of a character of UTF-8. */
constexpr bool begins_character(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/** How many characters a text of UTF-8 has. */
inline std::size_t count_characters(std::string_view text) noexcept
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

} // namespace useapi

#endif
