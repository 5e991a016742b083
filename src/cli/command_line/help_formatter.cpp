#include "cli/command_line/help_formatter.hpp"

#include "cli/command_line/describe_parser.hpp"

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace useapi::cli {
namespace {

constexpr std::size_t second_column = 30;

/// A name in the first column and its text in the second one, on the next line if the name is too long.
std::string entry(std::string_view name, std::string_view text)
{
    std::string made = "  ";
    made.append(name);
    if (text.empty())
        return made + '\n';
    if (made.size() >= second_column)
        made.append("\n").append(second_column, ' ');
    else
        made.resize(second_column, ' ');
    return made.append(text) + '\n';
}

std::string entry_of(const CLI::Option& option)
{
    const bool is_positional = option.get_positional();
    std::string name = option.get_name(is_positional, !is_positional);
    if (const std::string& value = option.get_option_text(); !value.empty() && value != " ")
        name += ' ' + value;
    return entry(name, option.get_description());
}

std::string group_of(const CLI::App& app, std::string_view heading,
                     const std::function<bool(const CLI::Option*)>& is_member)
{
    const std::vector<const CLI::Option*> members = app.get_options(is_member);
    if (members.empty())
        return {};
    std::string made = "\n";
    made.append(heading).append(":\n");
    for (const CLI::Option* const each : members)
        made += entry_of(*each);
    return made;
}

std::string commands_of(const CLI::App& app)
{
    const std::vector<const CLI::App*> commands = app.get_subcommands({});
    if (commands.empty())
        return {};
    std::string made = "\nSubcommands:\n";
    for (const CLI::App* const each : commands)
        made += entry(each->get_name(), each->get_description());
    return made;
}

} // namespace

std::string help_formatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const
{
    const auto is_positional = [](const CLI::Option* option) { return option->get_positional(); };
    std::string made = app->get_description() + ".\nUsage: " + name + " [OPTIONS]";
    for (const CLI::Option* const each : app->get_options(is_positional))
        made += ' ' + make_option_usage(each);
    const std::string commands = commands_of(*app);
    made += commands.empty() ? "\n" : " SUBCOMMAND\n";

    made += group_of(*app, "Positionals", is_positional);
    for (const std::string& group : app->get_groups()) {
        if (group.empty() || group == group_not_shown)
            continue;
        // The group of the options without one is in capitals in later versions.
        made += group_of(*app, group == "OPTIONS" ? "Options" : group, [&](const CLI::Option* option) {
            return option->nonpositional() && option->get_group() == group;
        });
    }
    return made + commands + '\n' + app->get_footer() + '\n';
}

} // namespace useapi::cli
