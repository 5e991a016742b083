#include "accounts/account_path.hpp"

#include "vocabulary/byte_set.hpp"

#include <cstddef>

namespace useapi::runwayml {
namespace {

constexpr bool is_alphanumeric(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The characters that are not encoded in a path segment.
constexpr byte_set plain_in_segment([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return is_alphanumeric(c) || std::string_view("-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
});

// Fewer characters than RFC 3986 allows: a decoder of forms takes a plus sign for a blank.
constexpr byte_set plain_in_query([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return is_alphanumeric(c) || std::string_view("-._~@").find(c) != std::string_view::npos;
});

constexpr byte_set unreserved([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos;
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

bool is_version(std::string_view segment) noexcept
{
    return segment.size() > 1 && segment[0] == 'v' &&
           segment.find_first_not_of("0123456789", 1) == std::string_view::npos;
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

namespace useapi::accounts {

void append_encoded_segment(std::string& out, std::string_view text)
{
    runwayml::append_encoded(out, text, runwayml::unreserved);
}

std::string_view path_before_service(std::string_view base_path) noexcept
{
    const std::size_t service = base_path.rfind('/');
    if (service == std::string_view::npos || service == 0)
        return base_path;
    const std::string_view before = base_path.substr(0, service);
    const std::size_t version = before.rfind('/');
    if (version == std::string_view::npos || !runwayml::is_version(before.substr(version + 1)))
        return base_path;
    return before.substr(0, version);
}

} // namespace useapi::accounts
