#ifndef USEAPI_SRC_CLI_COMMAND_LINE_COMMAND_DESCRIPTION_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_COMMAND_DESCRIPTION_HPP

#include <string>
#include <vector>

namespace useapi::cli {

/** An option or positional, as the parser knows it. */
struct option_description
{
    std::vector<std::string> names; ///< with their dashes, the long one last; a positional's name alone
    std::string value;              ///< the placeholder of its value, such as `F`; empty for a flag
    std::string text;
    std::string variable; ///< the variable of the environment; empty if the option has no variable

    /// The choices for its value: `text|json` has two choices, `CODE` every error code, `F` is a file.
    [[nodiscard]] std::vector<std::string> choices() const;

    [[nodiscard]] bool is_file() const { return value == "F" || value == "FILE"; }

    [[nodiscard]] bool is_folder() const { return value == "D"; }
};

/** A command with its options and its own commands. Manual and completions are made from it. */
struct command_description
{
    std::string name;
    std::string text;
    std::string more; ///< paragraphs and tables that `--help` shows below the options
    std::vector<option_description> options;
    std::vector<option_description> positionals;
    std::vector<command_description> commands;
};

} // namespace useapi::cli

#endif
