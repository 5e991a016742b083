#ifndef USEAPI_SRC_VOCABULARY_LOWER_CASE_HPP
#define USEAPI_SRC_VOCABULARY_LOWER_CASE_HPP

#include <algorithm>
#include <string_view>

namespace useapi {

/** The small letter for a capital letter of ASCII; any other character as it is, in every locale. */
constexpr char lower_case(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/** Whether two texts differ at most in the case of ASCII letters. */
constexpr bool equals_without_case(std::string_view left, std::string_view right) noexcept
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower_case(a) == lower_case(b); });
}

} // namespace useapi

#endif
