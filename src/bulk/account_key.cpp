#include "bulk/account_key.hpp"

#include <algorithm>

namespace useapi::bulk {

std::string account_key(std::string_view email)
{
    std::string key(email);
    const auto domain = std::find(key.begin(), key.end(), '@');
    std::transform(domain, key.end(), domain,
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return key;
}

} // namespace useapi::bulk
