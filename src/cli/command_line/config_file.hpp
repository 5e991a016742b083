#ifndef USEAPI_SRC_CLI_COMMAND_LINE_CONFIG_FILE_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_CONFIG_FILE_HPP

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** An option that is not from the command line. */
struct setting
{
    std::vector<std::string>
        command;      ///< the command of the option, such as `accounts import`; empty: a global option
    std::string name; ///< without its dashes
    std::string value;
    std::string origin; ///< for people: `config.toml:3`, or the name of a variable
};

/** Reads the text of a config file: TOML, whose keys are long options without their dashes and whose tables
    are commands. An array is an option that is given several times.
    @param name  the file's, for messages
    @throws usage_error  with file and line: the text is no TOML, no option has such a value, or there is a
                         secret in place of a file's name
*/
[[nodiscard]] std::vector<setting> read_config(std::string_view text, std::string_view name);

/** Reads a config file. Only its owner may be able to write it, because it may name a command to run.
    @throws usage_error  also if it cannot be read
*/
[[nodiscard]] std::vector<setting> read_config_file(const std::string& path);

/** The path of the default config file: `$XDG_CONFIG_HOME/useapi/config.toml`, else
    `~/.config/useapi/config.toml`; empty if there is no such file. */
[[nodiscard]] std::string default_config_file();

/** The options that variables of the environment give: `USEAPI_BASE_URL` gives `--base-url`. An empty
   variable counts as none.
    @param names  of the options, without their dashes
*/
[[nodiscard]] std::vector<setting> environment_settings(const std::vector<std::string>& names);

/** `base-url` is `USEAPI_BASE_URL`. */
[[nodiscard]] std::string variable_of(std::string_view name);

} // namespace useapi::cli

#endif
