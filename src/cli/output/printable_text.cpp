#include "cli/output/printable_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace useapi::cli {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_utf8 = "\xEF\xBF\xBD";

struct character
{
    char32_t code;
    std::size_t size;
};

bool is_continuation(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Of text that is not UTF-8 one byte is taken at a time. @see RFC 3629 section 4
character first_character(std::string_view text) noexcept
{
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (size == 0 || lead > 0xF4 || text.size() < size)
        return {replacement, 1};
    char32_t code = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(text[i]))
            return {replacement, 1};
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < smallest[size] || is_surrogate || code > 0x10FFFF)
        return {replacement, 1};
    return {code, size};
}

bool can_harm_a_terminal(char32_t code) noexcept
{
    const bool is_control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    const bool is_separator = code == 0x2028 || code == 0x2029;
    const bool reorders = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                          code == 0x200E || code == 0x200F || code == 0x061C;
    return is_control || is_separator || reorders;
}

std::string escape_of(char32_t code)
{
    const auto number = static_cast<unsigned>(code);
    return code < 0x80 ? fmt::format("\\x{:02x}", number) : fmt::format("\\u{:04x}", number);
}

std::string clean(std::string_view text, bool escapes)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const character next = first_character(text);
        if (escapes && can_harm_a_terminal(next.code))
            out += escape_of(next.code);
        else if (next.code == replacement)
            out += replacement_utf8;
        else
            out += text.substr(0, next.size);
        text.remove_prefix(next.size);
    }
    return out;
}

} // namespace

std::string valid_utf8(std::string_view text)
{
    return clean(text, false);
}

std::string printable(std::string_view text)
{
    return clean(text, true);
}

} // namespace useapi::cli
