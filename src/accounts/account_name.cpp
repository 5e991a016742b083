#include "accounts/account_name.hpp"

#include <algorithm>
#include <cstddef>

namespace useapi::runwayml {
namespace {

constexpr char mask = '*';

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/** Whether `shown` fits `email`. From `caseless_from` on, the case of the characters does not matter. */
bool fits(std::string_view shown, std::string_view email, std::size_t caseless_from) noexcept
{
    std::size_t at = 0;
    std::size_t in_shown = 0;
    // The place from which to go on if the characters after the last mask do not fit.
    std::size_t behind_mask = std::string_view::npos;
    std::size_t masked_to = 0;
    while (at < email.size()) {
        const bool equal =
            in_shown < shown.size() && (shown[in_shown] == email[at] ||
                                        (at >= caseless_from && lower(shown[in_shown]) == lower(email[at])));
        if (in_shown < shown.size() && shown[in_shown] == mask) {
            behind_mask = ++in_shown;
            masked_to = at;
        } else if (equal) {
            ++at;
            ++in_shown;
        } else if (behind_mask != std::string_view::npos) {
            at = ++masked_to;
            in_shown = behind_mask;
        } else {
            return false;
        }
    }
    return shown.find_first_not_of(mask, in_shown) == std::string_view::npos;
}

} // namespace

account_match match_account(std::string_view shown, std::string_view email) noexcept
{
    if (fits(shown, email, std::min(email.find('@'), email.size())))
        return account_match::same;
    return fits(shown, email, 0) ? account_match::other_case : account_match::other;
}

std::string_view fuller_email(std::string_view shown, std::string_view known) noexcept
{
    const bool is_masked = shown.find(mask) != std::string_view::npos;
    const bool adds_nothing =
        shown.empty() || (is_masked && match_account(shown, known) == account_match::same);
    return adds_nothing ? known : shown;
}

} // namespace useapi::runwayml
