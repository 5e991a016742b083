#ifndef USEAPI_SRC_ACCOUNTS_ACCOUNT_NAME_HPP
#define USEAPI_SRC_ACCOUNTS_ACCOUNT_NAME_HPP

#include <string_view>

namespace useapi::runwayml {

/** How an email that the service shows relates to the email of an account. */
enum class account_match
{
    same,       ///< The same account, by the service's own rule: the domain counts without case.
    other_case, ///< The part before the `@` differs in case alone.
    other       ///< Another account.
};

/** Compares the email in an answer with the email of an account.

    The service masks some of what it shows, so a `*` in `shown` matches any characters: `u***@example.com`
    is taken for every account that it fits, and `***` for every account.

    @param shown  as the answer has it, not empty.
    @param email  in full.
*/
account_match match_account(std::string_view shown, std::string_view email) noexcept;

/** The email that tells more: `known` if the answer shows none or a masked form of it, `shown` otherwise. */
std::string_view fuller_email(std::string_view shown, std::string_view known) noexcept;

} // namespace useapi::runwayml

#endif
