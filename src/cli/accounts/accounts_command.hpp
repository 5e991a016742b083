#pragma once

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

/** The commands that make one call: `accounts upsert`, `get`, `list` and `delete`.
    @throws usage_error, interruption, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_accounts_command(const arguments& given, environment_secrets secrets,
                                             console& out);

} // namespace useapi::cli
