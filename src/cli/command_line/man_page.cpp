#include "cli/command_line/man_page.hpp"

#include <fmt/format.h>

#include <sstream>

namespace useapi::cli {
namespace {

/// Escapes a text for roff: dashes stay dashes, and no line begins with a request.
std::string roff(std::string_view text)
{
    std::string made;
    for (const char c : text) {
        if (c == '\\')
            made += "\\e";
        else if (c == '-')
            made += "\\-";
        else if (c == '\'')
            made += "\\(aq";
        else if (c == '`')
            made += "\\(ga";
        else if (c == '^')
            made += "\\(ha";
        else if (c == '~')
            made += "\\(ti";
        else
            made += c;
    }
    if (made.starts_with('.'))
        made.insert(0, "\\&");
    return made;
}

/// A paragraph in lines of less than 80 bytes, as usual in the source of manuals.
std::string filled(std::string_view text)
{
    constexpr std::size_t width = 76;
    std::string made;
    std::string line;
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;) {
        word = roff(word);
        if (!line.empty() && line.size() + 1 + word.size() > width) {
            made += line + '\n';
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return made + line + '\n';
}

std::string upper(std::string text)
{
    for (char& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

std::string option_entry(const option_description& option)
{
    std::string names;
    for (const std::string& name : option.names)
        names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
    std::string entry = fmt::format(".TP\n{}", names);
    if (!option.value.empty())
        entry += fmt::format(" \\fI{}\\fR", roff(option.value));
    entry += '\n' + filled(option.text + '.');
    if (!option.variable.empty())
        entry += fmt::format("Environment: \\fB{}\\fR.\n", roff(option.variable));
    return entry;
}

/// Paragraphs; indented lines stay as they are.
std::string body(const std::string& text)
{
    std::string made;
    bool literal = false;
    bool parted = true;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) {
            parted = true;
            continue;
        }
        const bool indented = line.starts_with(' ');
        if (literal && !indented)
            made += ".fi\n";
        if (parted || (literal && !indented))
            made += ".PP\n";
        if (indented && !literal)
            made += ".nf\n";
        literal = indented;
        parted = false;
        made += indented ? roff(line) + '\n' : filled(line);
    }
    return literal ? made + ".fi\n" : made;
}

std::string synopsis(const command_description& at, const std::string& path)
{
    std::string line = fmt::format(".B {}\n", roff(path));
    for (const option_description& each : at.positionals)
        line += fmt::format(".I {}\n", roff(each.names.front()));
    return line + "[\\fIOPTION\\fR]...\n.br\n";
}

void append_commands(const command_description& at, const std::string& path, std::string& synopses,
                     std::string& sections)
{
    for (const command_description& each : at.commands) {
        const std::string name = path + ' ' + each.name;
        if (!each.commands.empty()) {
            append_commands(each, name, synopses, sections);
            continue;
        }
        synopses += synopsis(each, name);
        sections += fmt::format(".SS {}\n{}.\n", roff(name), roff(each.text));
        for (const option_description& option : each.positionals)
            sections +=
                fmt::format(".TP\n\\fI{}\\fR\n", roff(option.names.front())) + filled(option.text + '.');
        for (const option_description& option : each.options)
            sections += option_entry(option);
        sections += body(each.more);
    }
}

} // namespace

std::string man_page(const command_description& root, std::string_view version, std::string_view date)
{
    std::string synopses;
    std::string sections;
    append_commands(root, root.name, synopses, sections);
    // Removes the last .br, since a heading follows.
    synopses.erase(synopses.size() - 4);
    std::string page =
        fmt::format(".TH {} 1 {} \"{} {}\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{}", upper(root.name), date,
                    root.name, version, root.name, roff(root.text), synopses);
    page += ".SH COMMANDS\n" + sections + ".SH GLOBAL OPTIONS\nThey may come before or after the command.\n";
    for (const option_description& each : root.options)
        page += option_entry(each);
    return page + ".SH NOTES\n" + body(root.more).substr(root.more.empty() ? 0 : 4);
}

} // namespace useapi::cli
