#include "cli/output/printable_text.hpp"

#include "vocabulary/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace useapi::cli {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_utf8 = "\xEF\xBF\xBD";

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
        const char32_t code = first_character(text).value_or(replacement);
        // If the text is not UTF-8, takes one byte at a time.
        const std::size_t size = std::max(utf8_size(text), std::size_t{1});
        if (escapes && can_harm_a_terminal(code))
            out += escape_of(code);
        else if (code == replacement)
            out += replacement_utf8;
        else
            out += text.substr(0, size);
        text.remove_prefix(size);
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
