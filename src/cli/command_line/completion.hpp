#ifndef USEAPI_SRC_CLI_COMMAND_LINE_COMPLETION_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_COMPLETION_HPP

#include "cli/command_line/command_description.hpp"

#include <string>

namespace useapi::cli {

/** Scripts with which a shell completes the commands, options and values of `root`. */
[[nodiscard]] std::string bash_completion(const command_description& root);
[[nodiscard]] std::string zsh_completion(const command_description& root);
[[nodiscard]] std::string fish_completion(const command_description& root);

} // namespace useapi::cli

#endif
