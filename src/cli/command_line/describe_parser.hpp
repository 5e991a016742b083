#ifndef USEAPI_SRC_CLI_COMMAND_LINE_DESCRIBE_PARSER_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_DESCRIBE_PARSER_HPP

#include "cli/command_line/command_description.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** The group of an option that help, manual and completions show in another place. */
inline constexpr std::string_view group_not_shown = "not shown";

/** Whether the option takes a value. */
[[nodiscard]] bool takes_value(const CLI::Option& option);

/** The name without dashes; empty for a positional. */
[[nodiscard]] std::string long_name(const CLI::Option& option);

/** Describes a command and the commands below it. */
[[nodiscard]] command_description describe(const CLI::App& app);

/** `; did you mean accounts?`, or nothing if no name is near. */
[[nodiscard]] std::string suggestion(std::string_view typed, const std::vector<std::string>& names);

/** The complaint about unknown words. It repeats only options: the word after an unknown option may be a
    password. */
[[nodiscard]] std::string describe_extras(const CLI::App& app, const std::vector<std::string>& extras);

/** The complaint about a missing command or argument. */
[[nodiscard]] std::string describe_missing(const CLI::App& app, const CLI::RequiredError& error);

/** The complaint about an option's value, with the values that the option takes. */
[[nodiscard]] std::string describe_wrong_value(const CLI::App& app, const std::string& complaint);

/** The chosen command with a blank after each word, such as `accounts import `; empty if none was chosen. */
[[nodiscard]] std::string chosen_command_name(const CLI::App& app);

} // namespace useapi::cli

#endif
