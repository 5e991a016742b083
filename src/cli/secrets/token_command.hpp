#ifndef USEAPI_SRC_CLI_SECRETS_TOKEN_COMMAND_HPP
#define USEAPI_SRC_CLI_SECRETS_TOKEN_COMMAND_HPP

#include <useapi/secret.hpp>

#include <string>

namespace useapi::cli {

/** Runs a command that prints a secret, such as `pass show useapi`, and returns the first line of its output.

    The command is split into words at blanks; single quotes, double quotes and backslashes keep blanks
    together. The command is run without a shell, so nothing is expanded. The program is looked up in PATH. It
    has no standard input, and its standard error is that of this process. The function waits for its end.

    @throws usage_error  if the program cannot be started, fails, or prints nothing. The message names the
                         program, but neither its arguments nor its output
*/
[[nodiscard]] secret run_token_command(const std::string& command);

} // namespace useapi::cli

#endif
