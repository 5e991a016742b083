#include "vocabulary/request_outline.hpp"

#include <algorithm>

namespace useapi::detail {
namespace {

constexpr std::string_view mark_begin = "{{";
constexpr std::string_view mark_end = "}}";

bool is_name_character(char c) noexcept
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/** Whether the character has no meaning to a shell anywhere in a word. */
bool is_plain(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || is_name_character(c) || std::string_view("./:@%+,-").find(c) < 8;
}

/** @see POSIX.1-2017, Shell Command Language, section 2.2.2 */
void append_quoted(std::string& out, std::string_view text)
{
    out += '\'';
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (c != '\0') // which no word can hold
            out += c;
    }
    out += '\'';
}

void append_word(std::string& out, std::string_view text)
{
    if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain))
        out += text;
    else
        append_quoted(out, text);
}

void append_variable(std::string& out, std::string_view name)
{
    out.append("\"$").append(name).append("\"");
}

/** The name of the variable whose mark the text begins with; empty if it begins with none. */
std::string_view marked_name(std::string_view text) noexcept
{
    if (!text.starts_with(mark_begin))
        return {};
    text.remove_prefix(mark_begin.size());
    const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
    const auto size = static_cast<std::size_t>(end - text.begin());
    return text.substr(size).starts_with(mark_end) ? text.substr(0, size) : std::string_view();
}

void append_content(std::string& out, std::string_view content)
{
    while (!content.empty()) {
        if (const std::string_view name = marked_name(content); !name.empty()) {
            append_variable(out, name);
            content.remove_prefix(name.size() + mark_begin.size() + mark_end.size());
            continue;
        }
        const std::size_t size = std::min(content.find(mark_begin, 1), content.size());
        append_quoted(out, content.substr(0, size));
        content.remove_prefix(size);
    }
}

void append_field(std::string& out, const request_outline::field& field)
{
    out += " --header ";
    if (!field.variable.empty()) {
        append_quoted(out, field.name + ": " + field.value);
        append_variable(out, field.variable);
    } else if (field.value.empty()) {
        append_quoted(out, field.name + ';'); // for curl `Name:` means that the field is left out
    } else {
        append_quoted(out, field.name + ": " + field.value);
    }
}

} // namespace

std::string variable_mark(std::string_view name)
{
    return std::string(mark_begin).append(name).append(mark_end);
}

std::string to_curl(const request_outline& request)
{
    if (request.method.empty())
        return {};
    std::string line = "curl";
    if (request.method == "HEAD") {
        line += " --head";
    } else if (request.method != "GET" || !request.content.empty()) {
        line += " --request ";
        append_word(line, request.method);
    }
    // curl would take brackets for ranges, and would remove `/../` from the path.
    if (request.url.find_first_of("[]{}") != std::string::npos)
        line += " --globoff";
    if (request.url.find("/.") != std::string::npos)
        line += " --path-as-is";
    for (const request_outline::field& field : request.fields)
        append_field(line, field);
    if (!request.content.empty()) {
        line += " --data-raw ";
        append_content(line, request.content);
    }
    line += ' ';
    append_word(line, request.url);
    return line;
}

} // namespace useapi::detail
