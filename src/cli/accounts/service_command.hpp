#ifndef USEAPI_SRC_CLI_ACCOUNTS_SERVICE_COMMAND_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_SERVICE_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/output/console.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

/** The commands `accounts upsert`, `get`, `list` and `delete` with a `--service` that is not Runway.
    @throws usage_error, interruption, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_service_command(const arguments& given, environment_secrets secrets,
                                            console& out);

} // namespace useapi::cli

#endif
