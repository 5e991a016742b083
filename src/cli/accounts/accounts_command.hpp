#ifndef USEAPI_SRC_CLI_ACCOUNTS_ACCOUNTS_COMMAND_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_ACCOUNTS_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

/** The commands that make one call: `accounts upsert`, `get`, `list` and `delete`.
    @throws usage_error, interruption, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_accounts_command(const arguments& given, environment_secrets secrets,
                                             console& out);

} // namespace useapi::cli

#endif
