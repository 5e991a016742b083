#include "cli/output/terminal_area.hpp"

#include "vocabulary/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace useapi::cli {
namespace {

// A character of two columns must not break a line: the terminal drops the part that does not fit.
constexpr std::string_view wrap_off = "\x1b[?7l";
constexpr std::string_view wrap_on = "\x1b[?7h";

/// The length in characters, without the codes of colours.
std::size_t length_of(const std::string& line)
{
    std::size_t length = 0;
    bool is_code = false;
    for (const char c : line) {
        is_code = is_code || c == '\x1b';
        length += !is_code && begins_character(c) ? 1U : 0U;
        is_code = is_code && c != 'm';
    }
    return length;
}

} // namespace

std::string terminal_area::draw(const std::vector<std::string>& lines, std::size_t width)
{
    std::string text = erase(width);
    text += wrap_off;
    for (const std::string& line : lines) {
        if (!drawn_.empty())
            text += "\r\n";
        text += line;
        drawn_.push_back(length_of(line));
    }
    text += wrap_on;
    return text;
}

std::string terminal_area::erase(std::size_t width)
{
    if (drawn_.empty())
        return {};
    std::size_t rows = 0;
    for (const std::size_t length : drawn_)
        rows += std::max<std::size_t>(1, (length + width - 1) / std::max<std::size_t>(width, 1));
    drawn_.clear();
    return rows > 1 ? fmt::format("\r\x1b[{}A\x1b[J", rows - 1) : std::string("\r\x1b[J");
}

} // namespace useapi::cli
