#include "cli/command_line/option_forms.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/output/printable_text.hpp"

#include <cmath>
#include <limits>

namespace useapi::cli {
namespace {

using milliseconds = std::chrono::milliseconds;

constexpr double longest_seconds = 7 * 24 * 3600;
constexpr double shortest_seconds = 1e-9;

// Rounds up, because a time-out of 0.0001 s must not become 0.
milliseconds to_milliseconds(double seconds)
{
    return milliseconds(static_cast<milliseconds::rep>(std::ceil(seconds * 1000)));
}

} // namespace

CLI::Validator number_between(double lowest, double highest, const std::string& meaning)
{
    const auto check = [=](const std::string& text) -> std::string {
        double value = std::numeric_limits<double>::quiet_NaN();
        if (CLI::detail::lexical_cast(text, value) && value >= lowest && value <= highest)
            return {};
        return fmt::format("{} is not {}", printable(text), meaning);
    };
    return {check, "", meaning};
}

CLI::Option* add_seconds(CLI::App& app, const std::string& name, std::optional<milliseconds>& target,
                         const std::string& description, bool zero_allowed)
{
    return app
        .add_option_function<double>(
            name, [&target](const double& value) { target = to_milliseconds(value); }, description)
        ->check(zero_allowed ? number_between(0, longest_seconds, "a time in seconds, 0 to a week")
                             : number_between(shortest_seconds, longest_seconds,
                                              "a time in seconds, more than 0 and at most a week"))
        ->option_text("S");
}

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      std::string_view footer)
{
    CLI::App* const added = parent.add_subcommand(name, description);
    added->fallthrough();
    added->footer(footer.empty() ? std::string(command_help) : fmt::format("{}\n\n{}", footer, command_help));
    return added;
}

} // namespace useapi::cli
