#include "cli/command_line/shell_words.hpp"

#include <cstddef>
#include <string_view>

namespace useapi::cli {
namespace {

bool needs_no_quotes(std::string_view word)
{
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
    return !word.empty() && word.find_first_not_of(plain) == std::string_view::npos;
}

std::string in_quotes(std::string_view word)
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
        line += needs_no_quotes(word) ? word : in_quotes(word);
    }
    return line;
}

std::optional<std::vector<std::string>> split_words(std::string_view line)
{
    std::vector<std::string> words;
    bool in_word = false;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
            in_word = false;
            continue;
        }
        if (!in_word)
            words.emplace_back();
        in_word = true;
        const bool escapes = c == '\\' && quote != '\'';
        if (escapes && i + 1 == line.size())
            return std::nullopt;
        if (escapes && (quote == '\0' || line[i + 1] == '"' || line[i + 1] == '\\'))
            words.back() += line[++i];
        else if (c == quote)
            quote = '\0';
        else if (quote == '\0' && (c == '\'' || c == '"'))
            quote = c;
        else
            words.back() += c;
    }
    if (quote != '\0')
        return std::nullopt;
    return words;
}

} // namespace useapi::cli
