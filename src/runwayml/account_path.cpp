#include "runwayml/account_path.hpp"

namespace useapi::runwayml {
namespace {

bool may_stand_raw(char c) noexcept
{
    static constexpr std::string_view others = "-._~!$&'()*+,;=:@";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
}

} // namespace

std::string account_path(std::string_view email)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string path = "/accounts/";
    path.reserve(path.size() + email.size());
    for (const char c : email) {
        if (may_stand_raw(c)) {
            path += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            path += '%';
            path += digits[byte >> 4];
            path += digits[byte & 15];
        }
    }
    return path;
}

} // namespace useapi::runwayml
