#include "accounts/json/json_text.hpp"

#include "vocabulary/byte_set.hpp"

#include <charconv>
#include <iterator>

namespace useapi::accounts {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// The characters that need no escape in a JSON string.
constexpr byte_set plain_in_json([](unsigned char byte) {
    return byte >= 0x20 && byte != '"' && byte != '\\';
});

} // namespace

void reserve_more(std::string& out, std::size_t size)
{
    out.reserve(out.size() + size);
}

void append_json_string(std::string& out, std::string_view text)
{
    out += '"';
    for (;;) {
        const std::size_t plain = plain_in_json.leading(text);
        out.append(text, 0, plain);
        if (plain == text.size())
            break;
        const auto byte = static_cast<unsigned char>(text[plain]);
        if (byte >= 0x20) {
            out += '\\';
            out += text[plain];
        } else {
            out += "\\u00";
            out += hex_digits[byte >> 4];
            out += hex_digits[byte & 15];
        }
        text.remove_prefix(plain + 1);
    }
    out += '"';
}

void append_json_number(std::string& out, int value)
{
    char digits[12];
    out.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr);
}

} // namespace useapi::accounts
