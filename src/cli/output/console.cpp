#include "cli/output/console.hpp"

#include "cli/secrets/environment.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <unistd.h>

namespace useapi::cli {
namespace {

std::string_view code_of(color value) noexcept
{
    switch (value) {
    case color::none:
        return "";
    case color::bold:
        return "\x1b[1m";
    case color::red:
        return "\x1b[31m";
    case color::green:
        return "\x1b[32m";
    case color::yellow:
        return "\x1b[33m";
    }
    return "";
}

} // namespace

bool is_capable_terminal(int descriptor) noexcept
{
    const char* const terminal = std::getenv("TERM");
    return ::isatty(descriptor) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::string colored(std::string_view text, color value)
{
    return value == color::none ? std::string(text) : fmt::format("{}{}\x1b[0m", code_of(value), text);
}

console::console(const console_settings& settings)
    : settings_(settings),
      colors_output_(settings.colors_allowed && !environment_refuses_colors() && is_capable_terminal(1)),
      colors_notes_(settings.colors_allowed && !environment_refuses_colors() && is_capable_terminal(2))
{
}

void console::confirm(std::string_view line)
{
    if (!is_quiet() && !is_json())
        print(fmt::format("{}\n", line));
}

void console::note(std::string_view line) const
{
    if (!is_quiet())
        write_standard_error(fmt::format("{}\n", line));
}

void console::detail(std::string_view line)
{
    if (is_verbose())
        write_standard_error(fmt::format("{}\n", line));
}

void console::warn(std::string_view line) const
{
    note(
        fmt::format("useapi: {} {}", colored("warning:", colors_notes_ ? color::yellow : color::none), line));
}

void console::complain(std::string_view line)
{
    write_standard_error(
        fmt::format("useapi: {} {}\n", colored("error:", colors_notes_ ? color::red : color::none), line));
}

exit_code console::finish(exit_code code)
{
    output_.flush();
    if (!output_.failure())
        return code;
    complain(fmt::format("cannot write standard output: {}", output_.failure().message()));
    return code == exit_code::done ? exit_code::failed : code;
}

} // namespace useapi::cli
