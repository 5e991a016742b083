#ifndef USEAPI_SRC_CLI_ACCOUNTS_DELETE_COMMAND_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_DELETE_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

class console;

/** `accounts delete --file`: deletes the accounts that the rows of a file name, after showing them and
   asking.
    @throws usage_error, useapi::exception  before anything is deleted
*/
[[nodiscard]] exit_code run_delete_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
