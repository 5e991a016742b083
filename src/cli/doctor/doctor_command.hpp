#ifndef USEAPI_SRC_CLI_DOCTOR_DOCTOR_COMMAND_HPP
#define USEAPI_SRC_CLI_DOCTOR_DOCTOR_COMMAND_HPP

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

#endif
