#include "cli/import/control/control_file.hpp"

#include "vocabulary/without_blanks.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace useapi::cli {
namespace {

bool set(control_settings& settings, std::string_view key, const std::string& value)
{
    if (key == "paused") {
        settings.paused = value == "true";
        return settings.paused || value == "false";
    }
    if (key == "concurrency") {
        std::size_t number = 0;
        const bool is_good = CLI::detail::lexical_cast(value, number) && number >= 1 && number <= 10'000;
        settings.concurrency = number;
        return is_good;
    }
    if (key == "rate") {
        double number = 0;
        const bool is_good = CLI::detail::lexical_cast(value, number) && number >= 0.001 && number <= 1e6;
        settings.rate = number;
        return is_good;
    }
    return false;
}

} // namespace

std::variant<control_settings, std::string> read_control(std::string_view text)
{
    control_settings settings;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = without_white_space(text.substr(0, std::min(text.find('#'), end)));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = line.find('=');
        const std::string_view value = equals == std::string_view::npos
                                           ? std::string_view()
                                           : without_white_space(line.substr(equals + 1));
        if (!line.empty() && !set(settings, without_white_space(line.substr(0, equals)), std::string(value)))
            return fmt::format(
                "line {} is not one of paused = true|false, concurrency = 1 to 10000, rate = 0.001 to "
                "1000000",
                number);
    }
    return settings;
}

std::optional<std::variant<control_settings, std::string>> control_file::look()
{
    std::ifstream file(name_);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (text == last_)
        return std::nullopt;
    last_ = std::move(text);
    return read_control(last_);
}

} // namespace useapi::cli
