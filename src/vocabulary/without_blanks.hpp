#ifndef USEAPI_SRC_VOCABULARY_WITHOUT_BLANKS_HPP
#define USEAPI_SRC_VOCABULARY_WITHOUT_BLANKS_HPP

#include <string_view>

namespace useapi {

/** The text without the spaces, tabs, carriage returns and line feeds at both of its ends. */
constexpr std::string_view without_blanks(std::string_view text) noexcept
{
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace useapi

#endif
