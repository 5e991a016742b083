#ifndef USEAPI_SRC_CLI_IMPORT_DRY_RUN_HPP
#define USEAPI_SRC_CLI_IMPORT_DRY_RUN_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

class console;

/** `accounts import --dry-run`: shows the rows that an import would send, without those that its ledger
    passes over. Sends nothing, writes nothing. It needs the API token only for a ledger, since the token is
    the key of the ledger's digests.
    @throws usage_error,  useapi::exception if the rows cannot be determined
*/
[[nodiscard]] exit_code run_dry(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
