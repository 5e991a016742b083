#ifndef USEAPI_SRC_CLI_COMMAND_LINE_HELP_FORMATTER_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_HELP_FORMATTER_HPP

#include <CLI/CLI.hpp>

#include <string>

namespace useapi::cli {

/** Makes the same help with every CLI11: the layout of CLI11's own formatter differs between its versions.

    It shows neither groups of the name `group_not_shown` nor what an option needs or excludes, which its
    description names.
*/
class help_formatter final : public CLI::Formatter
{
public:
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

} // namespace useapi::cli

#endif
