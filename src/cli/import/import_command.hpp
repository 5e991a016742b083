#ifndef USEAPI_SRC_CLI_IMPORT_IMPORT_COMMAND_HPP
#define USEAPI_SRC_CLI_IMPORT_IMPORT_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

/** `accounts import`: the accounts of a file, many at a time.
    @throws usage_error, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_import_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
