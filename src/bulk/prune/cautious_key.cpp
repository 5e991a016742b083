#include "bulk/prune/cautious_key.hpp"

#include "vocabulary/lower_case.hpp"

#include <charconv>

namespace useapi::bulk {
namespace {

std::string without_percent_encoding(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const char* const end = text.data() + i + 3;
            const auto parsed = std::from_chars(text.data() + i + 1, end, byte, 16);
            if (parsed.ec == std::errc() && parsed.ptr == end) {
                decoded += static_cast<char>(byte);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

} // namespace

std::string cautious_key(std::string_view email)
{
    std::string key;
    bool is_in_mark = false;
    for (const char c : without_percent_encoding(email)) {
        const auto byte = static_cast<unsigned char>(c);
        // Beyond ASCII, libraries differ in their rules for case and composition.
        const bool is_foreign = byte >= 0x80;
        if (!is_foreign)
            key += c == ' ' ? '+' : lower_case(c);
        else if (!is_in_mark)
            key += '\x7f';
        is_in_mark = is_foreign;
    }
    const auto is_blank = [](char c) { return c == '+' || c == '\t' || c == '\r' || c == '\n'; };
    while (!key.empty() && is_blank(key.back()))
        key.pop_back();
    std::size_t first = 0;
    while (first < key.size() && is_blank(key[first]))
        ++first;
    return key.substr(first);
}

} // namespace useapi::bulk
