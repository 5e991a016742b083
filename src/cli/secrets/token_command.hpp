#ifndef USEAPI_SRC_CLI_SECRETS_TOKEN_COMMAND_HPP
#define USEAPI_SRC_CLI_SECRETS_TOKEN_COMMAND_HPP

#include <useapi/secret.hpp>

#include <string>

namespace useapi::cli {

/** Runs a command that prints a secret, such as `pass show useapi`, and takes the first line of what it
   prints.

    The command is split into words at blanks; single quotes, double quotes and backslashes keep blanks
   together. No shell sees it: nothing is expanded. It is looked for in PATH, has no standard input, writes
   its complaints to standard error, and is waited for.

    @throws usage_error  that names the program, never its arguments nor what it printed: it cannot be
   started, fails, or prints nothing
*/
[[nodiscard]] secret run_token_command(const std::string& command);

} // namespace useapi::cli

#endif
