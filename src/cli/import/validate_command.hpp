#ifndef USEAPI_SRC_CLI_IMPORT_VALIDATE_COMMAND_HPP
#define USEAPI_SRC_CLI_IMPORT_VALIDATE_COMMAND_HPP

#include "cli/command_line/arguments.hpp"

namespace useapi::cli {

class console;

/** `accounts validate`: whether a file could be imported. Sends nothing, and needs no API token.
    @throws useapi::exception  where the file cannot be read
*/
[[nodiscard]] exit_code run_validate_command(const arguments& given, console& out);

} // namespace useapi::cli

#endif
