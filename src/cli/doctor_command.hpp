#pragma once

#include "cli/arguments.hpp"
#include "cli/environment.hpp"
#include "cli/exit_code.hpp"

namespace useapi::cli {

class console;

/** Checks everything between this process and an answer of the service, and prints a line for each.
    @return done where nothing failed, else what the first failure stands for
    @throws interruption */
[[nodiscard]] exit_code run_doctor_command(const arguments& given, environment_secrets secrets, console& out);

} // namespace useapi::cli
