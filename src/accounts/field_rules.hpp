#ifndef USEAPI_SRC_ACCOUNTS_FIELD_RULES_HPP
#define USEAPI_SRC_ACCOUNTS_FIELD_RULES_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::accounts {

inline constexpr std::size_t longest_password = 1024;

// The problem that keeps the value of a field from being sent, as a phrase for people: printable ASCII, with
// no value of the field in it but for a character of an email.

/** Such as `email holds a blank at position 5, which is not allowed`. */
std::optional<std::string> email_problem(std::string_view email);

/** Such as `is empty`, to follow the name of the field. The text itself is not shown, since it may be secret.
 */
std::optional<std::string> text_problem(std::string_view text, std::size_t longest);

/** Such as `maxJobs is 11, must be 1 to 10`; also where it is missing. */
std::optional<std::string> jobs_problem(std::optional<int> jobs, int most);

} // namespace useapi::accounts

#endif
