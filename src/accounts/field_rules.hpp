#ifndef USEAPI_SRC_ACCOUNTS_FIELD_RULES_HPP
#define USEAPI_SRC_ACCOUNTS_FIELD_RULES_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::accounts {

inline constexpr std::size_t longest_password = 1024;

// The problem for which the value of a field is not sent, as a phrase for people. It is printable ASCII and
// does not contain the value, except a character of an email.

/** A phrase such as `email holds a blank at position 5, which is not allowed`. */
std::optional<std::string> email_problem(std::string_view email);

/** A phrase such as `is empty`, to follow the name of the field. It does not show the text, which may be
    secret.
 */
std::optional<std::string> text_problem(std::string_view text, std::size_t longest);

/** A phrase such as `maxJobs is 11, must be 1 to 10`; also if the value is missing. */
std::optional<std::string> jobs_problem(std::optional<int> jobs, int most);

} // namespace useapi::accounts

#endif
