#ifndef USEAPI_SRC_CLI_ACCOUNTS_RENDER_TEXT_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_RENDER_TEXT_HPP

#include "cli/accounts/account_view.hpp"

#include <string>
#include <vector>

namespace useapi::cli {

/** A table with a heading and one line for each account; empty if there is no account. Ends with a newline.
 */
[[nodiscard]] std::string account_table(const std::vector<account_view>& accounts, bool with_colors);

/** An account with one line for each field. Ends with a newline. */
[[nodiscard]] std::string account_lines(const account_view& account, bool with_colors);

} // namespace useapi::cli

#endif
