#include "emulator/recording/placeholders.hpp"

#include "emulator/recording/exchange.hpp"

#include <algorithm>

namespace useapi::emulator {
namespace {

constexpr std::string_view email_start = "user-";
constexpr std::string_view email_end = "@example.invalid";
constexpr std::string_view text_start = "text-";

std::string numbered(std::string_view start, std::size_t number, std::string_view end)
{
    return std::string(start) + std::to_string(number) + std::string(end);
}

} // namespace

std::string placeholders::of_email(std::string_view email)
{
    const std::size_t domain = std::min(email.rfind('@'), email.size());
    const std::string key = std::string(email.substr(0, domain)) + lower_case(email.substr(domain));
    const auto [place, added] = emails_.try_emplace(key);
    if (added)
        place->second = numbered(email_start, emails_.size(), email_end);
    return place->second;
}

std::string placeholders::of_text(std::string_view text)
{
    const auto [place, added] = texts_.try_emplace(std::string(text));
    if (added)
        place->second = numbered(text_start, texts_.size(), {});
    return place->second;
}

std::string without_numbers(std::string_view text)
{
    std::string made;
    while (!text.empty()) {
        const bool begins = text.starts_with(email_start) || text.starts_with(text_start);
        const std::size_t size = begins ? text_start.size() : 1;
        made += text.substr(0, size);
        text.remove_prefix(size);
        const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
        if (begins && digits != 0) {
            made += 'N';
            text.remove_prefix(digits);
        }
    }
    return made;
}

} // namespace useapi::emulator
