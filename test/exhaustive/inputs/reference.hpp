#ifndef USEAPI_TEST_EXHAUSTIVE_INPUTS_REFERENCE_HPP
#define USEAPI_TEST_EXHAUSTIVE_INPUTS_REFERENCE_HPP

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The grammar of the RFCs once more: as simple as possible, slow, and independent of the library.

namespace useapi::exhaustive::reference {

inline bool is_digit(char c)
{
    return c != '\0' && std::strchr("0123456789", c) != nullptr;
}

/** RFC 9110 section 5.6.2 */
inline bool is_token_character(char c)
{
    return c != '\0' &&
           std::strchr("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", c) !=
               nullptr;
}

/** RFC 9110 section 5.5: visible characters, blanks, tabs, and bytes above 127. */
inline bool is_field_character(char c)
{
    const int byte = static_cast<unsigned char>(c);
    return byte == 9 || (byte >= 32 && byte <= 126) || byte >= 128;
}

template <class Predicate>
bool all(const std::string& text, Predicate holds)
{
    for (const char c : text)
        if (!holds(c))
            return false;
    return true;
}

inline bool is_token(const std::string& text)
{
    return !text.empty() && all(text, is_token_character);
}

inline std::string trimmed(std::string text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.erase(0, 1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.pop_back();
    return text;
}

inline std::string in_lower_case(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return text;
}

inline std::vector<std::string> split(const std::string& text, char at)
{
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == at)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

/** The number, or the bound if it is greater; nothing if the text is not of digits alone. */
inline std::optional<std::uint64_t> number_up_to(std::string text, std::uint64_t bound)
{
    if (text.empty() || !all(text, is_digit))
        return std::nullopt;
    while (text.size() > 1 && text.front() == '0')
        text.erase(0, 1);
    if (text.size() > 18)
        return bound;
    std::uint64_t value = 0;
    for (const char c : text)
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return value < bound ? value : bound;
}

} // namespace useapi::exhaustive::reference

#endif
