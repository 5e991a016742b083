#include "cli/shell_words.hpp"

#include <string_view>

namespace useapi::cli {
namespace {

bool needs_no_quotes(std::string_view word)
{
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
    return !word.empty() && word.find_first_not_of(plain) == std::string_view::npos;
}

std::string quoted(std::string_view word)
{
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'')
            text += "'\\''";
        else
            text += c;
    }
    return text + '\'';
}

} // namespace

std::string shell_line(const std::vector<std::string>& words)
{
    std::string line;
    for (const std::string& word : words) {
        if (!line.empty())
            line += ' ';
        line += needs_no_quotes(word) ? word : quoted(word);
    }
    return line;
}

} // namespace useapi::cli
