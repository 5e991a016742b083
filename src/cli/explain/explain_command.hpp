#ifndef USEAPI_SRC_CLI_EXPLAIN_EXPLAIN_COMMAND_HPP
#define USEAPI_SRC_CLI_EXPLAIN_EXPLAIN_COMMAND_HPP

#include "cli/exit_code.hpp"

#include <string>

namespace useapi::cli {

class console;

/** Prints cause and cure of a code, or for none the list of all codes.
    @param name  as `name_of` gives it; may be empty
    @throws usage_error  where there is no such code */
[[nodiscard]] exit_code run_explain_command(const std::string& name, console& out);

} // namespace useapi::cli

#endif
