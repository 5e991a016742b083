#include "bulk/account_key.hpp"

#include "vocabulary/lower_case.hpp"

#include <algorithm>

namespace useapi::bulk {

std::string account_key(std::string_view email)
{
    std::string key(email);
    const auto domain = std::find(key.begin(), key.end(), '@');
    std::transform(domain, key.end(), domain, lower_case);
    return key;
}

} // namespace useapi::bulk
