#include "accounts/account_path.hpp"

#include "vocabulary/byte_set.hpp"

#include <cstddef>

namespace useapi::runwayml {
namespace {

constexpr bool is_alphanumeric(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What a path segment takes as it is.
constexpr byte_set plain_in_segment([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return is_alphanumeric(c) || std::string_view("-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
});

// Less than RFC 3986 allows: a form's decoder takes a plus sign for a blank.
constexpr byte_set plain_in_query([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return is_alphanumeric(c) || std::string_view("-._~@").find(c) != std::string_view::npos;
});

void append_encoded(std::string& out, std::string_view text, const byte_set& plain_bytes)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    for (;;) {
        const std::size_t plain = plain_bytes.leading(text);
        out.append(text, 0, plain);
        if (plain == text.size())
            break;
        const auto byte = static_cast<unsigned char>(text[plain]);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
        text.remove_prefix(plain + 1);
    }
}

} // namespace

void append_account_path(std::string& out, std::string_view email)
{
    out += "/accounts/";
    append_path_segment(out, email);
}

void append_path_segment(std::string& out, std::string_view text)
{
    append_encoded(out, text, plain_in_segment);
}

void append_query_value(std::string& out, std::string_view text)
{
    append_encoded(out, text, plain_in_query);
}

} // namespace useapi::runwayml
