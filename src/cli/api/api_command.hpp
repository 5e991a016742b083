#ifndef USEAPI_SRC_CLI_API_API_COMMAND_HPP
#define USEAPI_SRC_CLI_API_API_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

class console;

/** `useapi api METHOD PATH`: one request, whose answer is printed whatever its status is.
    @return what the status means, as for any command
    @throws usage_error  before anything is sent
*/
[[nodiscard]] exit_code run_api_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli

#endif
