#include "vocabulary/utf8.hpp"

namespace useapi {
namespace {

struct lead_byte
{
    unsigned char first;
    unsigned char last;
    std::size_t tails;
    unsigned char lowest_second;
    unsigned char highest_second;
};

// The bounds of the second byte exclude overlong forms, surrogates and characters beyond U+10FFFF.
constexpr lead_byte lead_bytes[] = {
    {0x00, 0x7F, 0, 0x80, 0xBF}, {0xC2, 0xDF, 1, 0x80, 0xBF}, {0xE0, 0xE0, 2, 0xA0, 0xBF},
    {0xE1, 0xEC, 2, 0x80, 0xBF}, {0xED, 0xED, 2, 0x80, 0x9F}, {0xEE, 0xEF, 2, 0x80, 0xBF},
    {0xF0, 0xF0, 3, 0x90, 0xBF}, {0xF1, 0xF3, 3, 0x80, 0xBF}, {0xF4, 0xF4, 3, 0x80, 0x8F},
};

} // namespace

std::size_t utf8_size(std::string_view text) noexcept
{
    if (text.empty())
        return 0;
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (const lead_byte& lead : lead_bytes) {
        if (byte(0) < lead.first || byte(0) > lead.last)
            continue;
        if (text.size() <= lead.tails)
            return 0;
        if (lead.tails >= 1 && (byte(1) < lead.lowest_second || byte(1) > lead.highest_second))
            return 0;
        for (std::size_t i = 2; i <= lead.tails; ++i)
            if ((byte(i) & 0xC0) != 0x80)
                return 0;
        return lead.tails + 1;
    }
    return 0;
}

std::size_t find_invalid_utf8(std::string_view text) noexcept
{
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::size_t length = utf8_size(text.substr(at));
        if (length == 0)
            return at;
        at += length;
    }
    return std::string_view::npos;
}

std::optional<char32_t> first_character(std::string_view text) noexcept
{
    const std::size_t length = utf8_size(text);
    if (length == 0)
        return std::nullopt;
    const auto lead = static_cast<unsigned char>(text[0]);
    if (length == 1)
        return lead;
    char32_t character = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    return character;
}

} // namespace useapi
