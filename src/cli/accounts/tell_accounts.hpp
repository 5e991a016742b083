#ifndef USEAPI_SRC_CLI_ACCOUNTS_TELL_ACCOUNTS_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_TELL_ACCOUNTS_HPP

#include "cli/accounts/account_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

// The success of a command that made one call, as text or as JSON.

/// @param what_ends  of the account: its token or its session
exit_code tell_registered(console& out, const account_view& registered, std::string_view what_ends);
exit_code tell_account(console& out, const account_view& found);
exit_code tell_accounts(console& out, const std::vector<account_view>& listed);
exit_code tell_deleted(console& out, const std::string& name);

} // namespace useapi::cli

#endif
