#ifndef USEAPI_SRC_ACCOUNTS_ACCOUNT_NAME_HPP
#define USEAPI_SRC_ACCOUNTS_ACCOUNT_NAME_HPP

#include <string_view>

namespace useapi::runwayml {

/** How an email that the service shows relates to the email of an account. */
enum class account_match
{
    same,       ///< The same account by the service's rule: the case of the domain does not matter.
    other_case, ///< The part before the `@` differs only in case.
    other       ///< Another account.
};

/** Compares the email in an answer with the email of an account.

    The service masks some emails, so a `*` in `shown` matches any characters: `u***@example.com` matches
    every account that it fits, and `***` matches every account.

    @param shown  the email in the answer, not empty.
    @param email  in full.
*/
account_match match_account(std::string_view shown, std::string_view email) noexcept;

/** The more complete email: `known` if the answer shows none or a masked form of it, else `shown`. */
std::string_view fuller_email(std::string_view shown, std::string_view known) noexcept;

} // namespace useapi::runwayml

#endif
