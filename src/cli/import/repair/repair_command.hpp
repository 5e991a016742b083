#ifndef USEAPI_SRC_CLI_IMPORT_REPAIR_REPAIR_COMMAND_HPP
#define USEAPI_SRC_CLI_IMPORT_REPAIR_REPAIR_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

class console;

/** `accounts repair` and `accounts renew`: registers the accounts again that the service holds in error, or
   whose sessions end soon, and that a row of the file names. Each once, with a ledger.
    @throws usage_error, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_repair_command(const arguments& asked, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
