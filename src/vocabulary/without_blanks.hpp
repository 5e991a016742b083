#ifndef USEAPI_SRC_VOCABULARY_WITHOUT_BLANKS_HPP
#define USEAPI_SRC_VOCABULARY_WITHOUT_BLANKS_HPP

#include <string_view>

namespace useapi {

/** The text without the spaces and tabs at both of its ends: the optional white space around a field value.
    @see RFC 9110 section 5.6.3 */
constexpr std::string_view without_blanks(std::string_view text) noexcept
{
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/** The text without the spaces, tabs, carriage returns and line feeds at both of its ends, for texts of files
    and of the environment. In a field of HTTP, a carriage return alone is not a blank. */
constexpr std::string_view without_white_space(std::string_view text) noexcept
{
    constexpr std::string_view white_space = " \t\r\n";
    while (!text.empty() && white_space.find(text.front()) != std::string_view::npos)
        text.remove_prefix(1);
    while (!text.empty() && white_space.find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

} // namespace useapi

#endif
