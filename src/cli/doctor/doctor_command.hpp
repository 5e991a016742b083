#pragma once

#include "cli/command_line/arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/secrets/environment.hpp"

namespace useapi::cli {

class console;

/** Checks everything between this process and an answer of the service, and prints a line for each.
    @return done where nothing failed, else what the first failure stands for
    @throws interruption */
[[nodiscard]] exit_code run_doctor_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli
