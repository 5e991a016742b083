#pragma once

#include "cli/command_line/arguments.hpp"

namespace useapi::cli {

/** Runs the stand-in for the service until a signal comes. @throws usage_error */
[[nodiscard]] exit_code run_emulator_command(const emulator_arguments& given, console& out);

} // namespace useapi::cli
