#ifndef USEAPI_SRC_CLI_COMMAND_LINE_OPTION_FORMS_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_OPTION_FORMS_HPP

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** Accepts a number within bounds, both included. CLI::Range would accept NaN, since NaN fails every
    comparison.
    @param meaning  the expected value, for the complaint `... is not MEANING` */
[[nodiscard]] CLI::Validator number_between(double lowest, double highest, const std::string& meaning);

/** Accepts an integer within bounds, both included. The complaint has the same words with each version of
 * CLI11. */
[[nodiscard]] inline CLI::Validator integer_between(std::int64_t lowest, std::int64_t highest)
{
    return number_between(static_cast<double>(lowest), static_cast<double>(highest),
                          fmt::format("a number of {} to {}", lowest, highest));
}

/** An option whose value is a time in seconds, with a fraction; at most a week. */
CLI::Option* add_seconds(CLI::App& app, const std::string& name,
                         std::optional<std::chrono::milliseconds>& target, const std::string& description,
                         bool zero_allowed = false);

/** An option whose value is one of some names. CLI::CheckedTransformer would accept the numbers of the values
    as well. */
template <class Value, class Target>
CLI::Option* add_choice(CLI::App& app, const std::string& name, std::map<std::string, Value> choices,
                        Target& target, const std::string& description)
{
    std::vector<std::string> names;
    names.reserve(choices.size());
    for (const auto& choice : choices)
        names.push_back(choice.first);
    const auto choose = [&target, choices](const CLI::results_t& chosen) {
        target = choices.at(chosen.front());
        return true;
    };
    return app.add_option(name, choose, description)
        ->check(CLI::IsMember(names))
        ->option_text(fmt::format("{}", fmt::join(names, "|")));
}

/** Adds a command, with a text that its help shows below the options. */
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      std::string_view footer = {});

} // namespace useapi::cli

#endif
