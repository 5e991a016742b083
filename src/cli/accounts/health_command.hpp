#ifndef USEAPI_SRC_CLI_ACCOUNTS_HEALTH_COMMAND_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_HEALTH_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

/** `useapi accounts health`: 0 where every account of every profile is well, 1 where one is not. What kept
   all profiles from being asked ends it as it would end any command.
    @throws usage_error, interruption
*/
[[nodiscard]] exit_code run_health_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
