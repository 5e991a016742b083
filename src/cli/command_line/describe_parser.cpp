#include "cli/command_line/describe_parser.hpp"

#include "cli/command_line/config_file.hpp"
#include "cli/command_line/help_text.hpp"
#include "cli/output/printable_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

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

/// The chosen commands, the innermost one first and `useapi` itself last.
std::vector<const CLI::App*> chosen_commands(const CLI::App& app)
{
    std::vector<const CLI::App*> found{&app};
    while (!found.front()->get_subcommands().empty())
        found.insert(found.begin(), found.front()->get_subcommands().front());
    return found;
}

const CLI::Option* find_option(const CLI::App& app, const std::string& name)
{
    for (const CLI::App* const each : chosen_commands(app))
        if (const CLI::Option* const option = each->get_option_no_throw(name))
            return option;
    return nullptr;
}

std::vector<std::string> option_names(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::App* const each : chosen_commands(app))
        for (const CLI::Option* const option : each->get_options())
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
    return names;
}

/// The names of the command's options and commands, and of the commands below, because a user who types
/// `list` means `accounts list`.
std::vector<std::string> command_names(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::App* const each : app.get_subcommands({})) {
        names.push_back(each->get_name());
        for (const CLI::App* const inner : each->get_subcommands({}))
            names.push_back(each->get_name() + ' ' + inner->get_name());
    }
    return names;
}

/// How many characters must be inserted, deleted, swapped or changed. @see Damerau-Levenshtein
std::size_t distance(std::string_view from, std::string_view to)
{
    std::vector<std::vector<std::size_t>> cost(from.size() + 1, std::vector<std::size_t>(to.size() + 1));
    for (std::size_t i = 0; i <= from.size(); ++i)
        for (std::size_t j = 0; j <= to.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t change = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, change});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[from.size()][to.size()];
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

std::string suggestion(std::string_view typed, const std::vector<std::string>& names)
{
    constexpr std::size_t longest = 64;
    if (typed.size() > longest)
        return {};
    const std::string* nearest = nullptr;
    std::size_t least = 1 + std::max<std::size_t>(1, typed.size() / 4);
    for (const std::string& name : names) {
        // Compares the last word: the user may have left out the command before it.
        const std::string_view last = std::string_view(name).substr(name.rfind(' ') + 1);
        const std::size_t found = distance(typed, last);
        if (found < least) {
            least = found;
            nearest = &name;
        }
    }
    return nearest == nullptr ? std::string() : fmt::format("; did you mean {}?", *nearest);
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
        // Every command has `--help`, which is described only once.
        if ((app.get_parent() != nullptr && option == app.get_help_ptr()) ||
            option->get_group() == group_not_shown)
            continue;
        auto& kind = option->get_positional() ? made.positionals : made.options;
        kind.push_back(describe(*option, app.get_parent() == nullptr));
    }
    for (const CLI::App* const each : app.get_subcommands({}))
        made.commands.push_back(describe(*each));
    return made;
}

std::string describe_extras(const CLI::App& app, const std::vector<std::string>& extras)
{
    const std::vector<std::string> known = option_names(app);
    std::string options;
    bool looks_secret = false;
    for (const std::string& extra : extras) {
        if (!extra.starts_with('-'))
            continue;
        const std::string name = extra.substr(0, extra.find('='));
        looks_secret |= name == "--token" || name == "--password";
        options += (options.empty() ? "" : ", ") + printable(name);
        if (std::find(known.begin(), known.end(), name) != known.end())
            options += "; it belongs after the command";
        else if (!looks_secret)
            options += suggestion(name, known);
    }
    if (options.empty())
        return "too many arguments";
    return fmt::format(
        "unknown option {}{}", options,
        looks_secret ? ": secrets are not taken from the command line, where others can see them" : "");
}

std::string describe_missing(const CLI::App& app, const CLI::RequiredError& error)
{
    // A command that has no commands of its own lacks an argument.
    if (chosen_commands(app).front()->get_subcommands({}).empty())
        return printable(error.what());
    const std::vector<std::string> extras = app.remaining(true);
    if (extras.empty())
        return "a command is missing";
    if (extras.front().starts_with('-'))
        return describe_extras(app, extras);
    const CLI::App& at = app.get_subcommands().empty() ? app : *app.get_subcommands().front();
    return fmt::format("no command {}{}", printable(extras.front()),
                       suggestion(extras.front(), command_names(at)));
}

std::string describe_wrong_value(const CLI::App& app, const std::string& complaint)
{
    const std::string name = complaint.substr(0, complaint.find_first_of(": "));
    const CLI::Option* const option = find_option(app, name);
    // A positional argument has no placeholder to show.
    if (option == nullptr || option->get_positional() || !takes_value(*option))
        return printable(complaint);
    return fmt::format("{}; it takes {}: {}", printable(complaint), option->get_option_text(),
                       option->get_description());
}

std::string chosen_command_name(const CLI::App& app)
{
    std::string name;
    for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        name += at->get_name() + ' ';
    }
    return name;
}

} // namespace useapi::cli
