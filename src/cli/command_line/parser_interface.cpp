#include "cli/command_line/parser_interface.hpp"

#include "cli/command_line/config_file.hpp"
#include "cli/command_line/help_text.hpp"
#include "cli/output/clean_text.hpp"

#include <fmt/format.h>

namespace useapi::cli {
namespace {

option_description describe(const CLI::Option& option, bool is_global)
{
    option_description made;
    if (option.get_positional())
        made.names.push_back(option.get_name(true));
    for (const std::string& name : option.get_snames())
        made.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        made.names.push_back("--" + name);
    made.value = option.get_option_text();
    if (made.value == " ")
        made.value = option.get_positional() ? option.get_name(true) : std::string();
    made.text = option.get_description();
    if (is_global && takes_value(option))
        made.variable = variable_of(long_name(option));
    return made;
}

} // namespace

bool takes_value(const CLI::Option& option)
{
    return option.get_expected_min() != 0;
}

std::string long_name(const CLI::Option& option)
{
    return option.get_lnames().empty() ? std::string() : option.get_lnames().front();
}

command_description describe(const CLI::App& app)
{
    command_description made;
    made.name = app.get_name();
    made.text = app.get_description();
    made.more = app.get_footer();
    if (made.more.ends_with(command_help))
        made.more.erase(made.more.size() - command_help.size());
    for (const CLI::Option* const option : app.get_options()) {
        // Every command has it, and it is told of once.
        if (app.get_parent() != nullptr && option == app.get_help_ptr())
            continue;
        auto& kind = option->get_positional() ? made.positionals : made.options;
        kind.push_back(describe(*option, app.get_parent() == nullptr));
    }
    for (const CLI::App* const each : app.get_subcommands({}))
        made.commands.push_back(describe(*each));
    return made;
}

std::string describe_extras(const std::vector<std::string>& extras)
{
    std::string options;
    bool looks_secret = false;
    for (const std::string& extra : extras) {
        if (!extra.starts_with('-'))
            continue;
        const std::string name = extra.substr(0, extra.find('='));
        looks_secret |= name == "--token" || name == "--password";
        options += (options.empty() ? "" : ", ") + printable(name);
    }
    if (options.empty())
        return "too many arguments";
    return fmt::format(
        "unknown option {}{}", options,
        looks_secret ? ": secrets are not taken from the command line, where others can see them" : "");
}

std::string describe_missing(const CLI::App& app, const CLI::RequiredError& error)
{
    if (!app.get_subcommands().empty() && !app.get_subcommands().front()->get_subcommands().empty())
        return printable(error.what());
    const std::vector<std::string> extras = app.remaining(true);
    if (extras.empty())
        return "a command is missing";
    return extras.front().starts_with('-') ? describe_extras(extras)
                                           : fmt::format("no command {}", printable(extras.front()));
}

} // namespace useapi::cli
