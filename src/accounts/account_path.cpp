#include "accounts/account_path.hpp"

#include "vocabulary/byte_set.hpp"

#include <cstddef>

namespace useapi::runwayml {
namespace {

// What a path segment takes as it is.
constexpr byte_set plain_in_segment([](unsigned char byte) {
    const char c = static_cast<char>(byte);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
});

} // namespace

void append_account_path(std::string& out, std::string_view email)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    out += "/accounts/";
    for (;;) {
        const std::size_t plain = plain_in_segment.leading(email);
        out.append(email, 0, plain);
        if (plain == email.size())
            break;
        const auto byte = static_cast<unsigned char>(email[plain]);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
        email.remove_prefix(plain + 1);
    }
}

} // namespace useapi::runwayml
