#include "simulation/verdict.hpp"

namespace useapi::simulation {
namespace {

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

} // namespace

std::string kind_of(std::string_view violation)
{
    constexpr std::string_view separator = ": ";
    const std::size_t account = violation.find(separator);
    const bool begins_with_account =
        account != std::string_view::npos && violation.substr(0, account).find('@') != std::string_view::npos;
    if (begins_with_account)
        violation.remove_prefix(account + separator.size());
    violation = violation.substr(0, violation.find(separator));

    std::string kind;
    for (const char c : violation)
        if (!is_digit(c))
            kind += c;
        else if (kind.empty() || kind.back() != '#')
            kind += '#';
    return kind;
}

} // namespace useapi::simulation
