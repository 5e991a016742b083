#ifndef USEAPI_SRC_CLI_COMMAND_LINE_DESCRIBE_PARSER_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_DESCRIBE_PARSER_HPP

#include "cli/command_line/command_description.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** The group of an option that help, manual and completions tell of in another place. */
inline constexpr std::string_view group_not_shown = "not shown";

/** Whether it is no flag. */
[[nodiscard]] bool takes_value(const CLI::Option& option);

/** The name without dashes; empty for a positional. */
[[nodiscard]] std::string long_name(const CLI::Option& option);

/** Describes a command and the commands below it. */
[[nodiscard]] command_description describe(const CLI::App& app);

/** `; did you mean accounts?`, or nothing if no name is near. */
[[nodiscard]] std::string suggestion(std::string_view typed, const std::vector<std::string>& names);

/** The complaint about words that belong to nothing. Names options alone: the word after an unknown one may
   be a password. */
[[nodiscard]] std::string describe_extras(const CLI::App& app, const std::vector<std::string>& extras);

/** The complaint about a missing command or argument. */
[[nodiscard]] std::string describe_missing(const CLI::App& app, const CLI::RequiredError& error);

/** A complaint about an option's value, and what the option takes. */
[[nodiscard]] std::string describe_wrong_value(const CLI::App& app, const std::string& complaint);

/** The command that was chosen with a blank behind each word, such as `accounts import `; empty for none. */
[[nodiscard]] std::string chosen_command_name(const CLI::App& app);

} // namespace useapi::cli

#endif
