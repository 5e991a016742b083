#ifndef USEAPI_SRC_CLI_ACCOUNTS_EXPORT_COMMAND_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_EXPORT_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

/** `useapi accounts export`: all accounts of all profiles as CSV. Prints nothing where a profile
    could not be asked: a file that lacks accounts looks like one that has them all.
    @throws usage_error, interruption
*/
[[nodiscard]] exit_code run_export_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
