#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_PLAN_COMMAND_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_PLAN_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

class console;

/** `accounts plan`: what importing a file would change. Asks the service what it holds, and changes nothing.
    @throws usage_error, useapi::exception  before anything is asked
*/
[[nodiscard]] exit_code run_plan_command(const arguments& given, environment_secrets secrets, console& out);

/** `accounts verify`: whether the service holds what a file says, with 0 or 1. Shows what `accounts plan`
   shows.
    @throws usage_error, useapi::exception  before anything is asked
*/
[[nodiscard]] exit_code run_verify_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
