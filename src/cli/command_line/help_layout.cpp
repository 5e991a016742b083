#include "cli/command_line/help_layout.hpp"

#include <algorithm>
#include <sstream>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace useapi::cli {
namespace {

constexpr std::size_t narrowest = 60;
constexpr std::size_t usual = 80;
constexpr std::size_t widest = 100;

/// The position of the last column of a line. Continuation lines begin there.
std::size_t last_column(std::string_view line, std::size_t width)
{
    std::size_t column = std::min(line.find_first_not_of(' '), line.size());
    for (std::size_t gap = line.find("  ", column); gap != std::string_view::npos;
         gap = line.find("  ", gap)) {
        gap = line.find_first_not_of(' ', gap);
        if (gap == std::string_view::npos)
            break;
        column = gap;
    }
    return column < width / 2 ? column : std::min(line.find_first_not_of(' '), line.size()) + 2;
}

void append_broken(std::string& out, std::string line, std::size_t width)
{
    const std::string indentation(last_column(line, width), ' ');
    while (line.size() > width) {
        // Breaks a line only within its last column, and never within a word.
        std::size_t cut = line.rfind(' ', width);
        if (cut == std::string::npos || cut <= indentation.size())
            cut = line.find(' ', width);
        if (cut == std::string::npos)
            break;
        out.append(line, 0, line.find_last_not_of(' ', cut) + 1).append("\n");
        line.replace(0, std::min(line.find_first_not_of(' ', cut), line.size()), indentation);
    }
    out.append(line).append("\n");
}

bool stands_for_itself(std::string_view line)
{
    return line.empty() || line.front() == ' ' || line.ends_with(':') || line.starts_with("Usage:") ||
           line.find("  ") != std::string_view::npos;
}

} // namespace

std::string laid_out(std::string_view text, std::size_t width)
{
    std::string out;
    std::string paragraph;
    const auto end_paragraph = [&] {
        if (!paragraph.empty())
            append_broken(out, paragraph, width);
        paragraph.clear();
    };
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        if (stands_for_itself(line)) {
            end_paragraph();
            if (!line.empty() || !out.ends_with("\n\n"))
                append_broken(out, std::move(line), width);
        } else {
            paragraph += (paragraph.empty() ? "" : " ") + line;
        }
    }
    end_paragraph();
    return out;
}

std::size_t help_width() noexcept
{
    winsize size{};
    if (::isatty(1) != 1 || ::ioctl(1, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usual;
    return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

} // namespace useapi::cli
