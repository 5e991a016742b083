#ifndef USEAPI_SRC_CLI_EMULATOR_EMULATOR_COMMAND_HPP
#define USEAPI_SRC_CLI_EMULATOR_EMULATOR_COMMAND_HPP

#include "cli/command_line/arguments.hpp"

namespace useapi::cli {

/** Runs the stand-in for the service until a signal comes. @throws usage_error */
[[nodiscard]] exit_code run_emulator_command(const emulator_arguments& given, console& out);

} // namespace useapi::cli

#endif
