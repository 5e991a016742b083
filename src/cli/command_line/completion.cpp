#include "cli/command_line/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <string_view>

namespace useapi::cli {
namespace {

/// Calls `visit` with each command and the words that lead to it. For the root there are no words.
void for_each_command(const command_description& at, const std::string& path,
                      const std::function<void(const command_description&, const std::string&)>& visit)
{
    visit(at, path);
    for (const command_description& each : at.commands)
        for_each_command(each, path.empty() ? each.name : path + ' ' + each.name, visit);
}

std::string in_quotes(std::string_view text)
{
    std::string made = "'";
    for (const char c : text)
        made += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return made + '\'';
}

/// The text up to the end of its first clause, since completions have little room.
std::string brief(const std::string& text)
{
    return text.substr(0, text.find_first_of(";"));
}

std::string joined_names(const option_description& option, std::string_view between)
{
    return fmt::format("{}", fmt::join(option.names, between));
}

std::string words_of(const command_description& at)
{
    std::string words;
    const auto add = [&words](std::string_view word) { words.append(words.empty() ? "" : " ").append(word); };
    for (const command_description& each : at.commands)
        add(each.name);
    for (const option_description& each : at.positionals)
        for (const std::string& choice : each.choices())
            add(choice);
    for (const option_description& each : at.options)
        add(joined_names(each, " "));
    return words;
}

std::string bash_value_of(const option_description& option)
{
    if (option.is_file())
        return "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$current\"))";
    if (option.is_folder())
        return "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$current\"))";
    const auto choices = option.choices();
    return choices.empty()
               ? ":"
               : fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))", fmt::join(choices, " "));
}

/// The `case` statement that completes the values of options. The root's options are accepted after every
/// command.
std::string bash_values(const command_description& at, const std::string& path)
{
    std::string cases;
    for (const option_description& each : at.options) {
        if (each.value.empty())
            continue;
        std::string patterns;
        for (const std::string& name : each.names)
            patterns +=
                fmt::format("{}'{}{}'", patterns.empty() ? "" : "|", path.empty() ? "" : path + ' ', name);
        cases += fmt::format("        {}) {}; return ;;\n", patterns, bash_value_of(each));
    }
    return cases;
}

bool takes_file(const command_description& at)
{
    return !at.positionals.empty() && at.positionals.front().is_file();
}

} // namespace

std::string bash_completion(const command_description& root)
{
    std::string commands;
    std::string own_values;
    std::string words;
    for_each_command(root, {}, [&](const command_description& at, const std::string& path) {
        if (!path.empty()) {
            commands += fmt::format("{}'{}'", commands.empty() ? "" : "|", path);
            own_values += bash_values(at, path);
        }
        words += fmt::format("        '{}') words='{}'{} ;;\n", path, words_of(at),
                             takes_file(at) ? " files=1" : "");
    });
    return fmt::format(R"(# bash completion for {0}, made by `{0} completion bash`
_{0}()
{{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
    local path= words= files= i
    COMPREPLY=()
    # Bash takes the = of --output=json for a word of its own.
    if [[ $current == = ]]; then
        current=
    elif [[ $previous == = ]]; then
        previous=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case "${{path:+$path }}${{COMP_WORDS[i]}}" in
        {1}) path="${{path:+$path }}${{COMP_WORDS[i]}}" ;;
        esac
    done
    case "${{path:+$path }}$previous" in
{2}    esac
    case "$previous" in
{3}    esac
    case "$path" in
{4}    esac
    [[ -n $path ]] && words="$words {5}"
    if [[ -n $files && $current != -* ]]; then
        compopt -o filenames
        COMPREPLY=($(compgen -f -- "$current"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
}}
complete -F _{0} {0}
)",
                       root.name, commands, own_values, bash_values(root, {}), words, [&root] {
                           command_description options = root;
                           options.commands.clear();
                           return words_of(options);
                       }());
}

namespace {

std::string zsh_text(std::string_view text)
{
    std::string made;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\')
            made += '\\';
        made += c;
    }
    return made;
}

std::string zsh_action(const option_description& option)
{
    if (option.is_file())
        return "_files";
    if (option.is_folder())
        return "_files -/";
    const auto choices = option.choices();
    return choices.empty() ? " " : fmt::format("({})", fmt::join(choices, " "));
}

std::string zsh_specs(const command_description& at)
{
    std::string specs;
    for (const option_description& each : at.options)
        for (const std::string& name : each.names)
            specs +=
                "        " +
                in_quotes(each.value.empty() ? fmt::format("{}[{}]", name, zsh_text(brief(each.text)))
                                             : fmt::format("{}=[{}]:{}:{}", name, zsh_text(brief(each.text)),
                                                           zsh_text(each.value), zsh_action(each))) +
                " \\\n";
    return specs;
}

std::string zsh_function(std::string name, const std::string& path)
{
    for (const char c : path)
        name += c == ' ' ? '_' : c;
    return name;
}

} // namespace

std::string zsh_completion(const command_description& root)
{
    std::string functions;
    for_each_command(root, {}, [&](const command_description& at, const std::string& path) {
        const std::string name = zsh_function('_' + root.name + (path.empty() ? "" : "_"), path);
        std::string specs = path.empty() ? std::string() : zsh_specs(root);
        specs += zsh_specs(at);
        for (const option_description& each : at.positionals)
            specs += "        " + in_quotes(fmt::format(":{}:{}", each.value, zsh_action(each))) + " \\\n";
        if (at.commands.empty()) {
            functions +=
                fmt::format("{}()\n{{\n    _arguments \\\n{}        && return 0\n}}\n\n", name, specs);
            return;
        }
        std::string list;
        std::string choices;
        for (const command_description& each : at.commands) {
            list += fmt::format(" {}\\:{}", each.name, in_quotes(zsh_text(each.text)));
            choices += fmt::format("        {}) {}_{} ;;\n", each.name, name, each.name);
        }
        functions += fmt::format(R"zsh({0}()
{{
    local curcontext=$curcontext state line
    typeset -A opt_args
    _arguments -C \
{1}        "1:command:(({2}))" \
        '*::argument:->rest' && return 0
    [[ $state == rest ]] || return 1
    case $line[1] in
{3}    esac
}}

)zsh",
                                 name, specs, list.substr(1), choices);
    });
    return fmt::format(
        "#compdef {0}\n# zsh completion for {0}, made by `{0} completion zsh`\n\n{1}"
        "if [[ $funcstack[1] == _{0} ]]; then\n    _{0} \"$@\"\nelse\n    compdef _{0} {0}\nfi\n",
        root.name, functions);
}

std::string fish_completion(const command_description& root)
{
    std::string paths;
    std::string lines;
    const auto option_line = [&root](const option_description& option, const std::string& condition) {
        std::string line = fmt::format("complete -c {}{}", root.name, condition);
        for (const std::string& name : option.names)
            line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
        if (option.is_file())
            line += " -r -F";
        else if (option.is_folder())
            line += " -x -a '(__fish_complete_directories)'";
        else if (!option.value.empty())
            line += fmt::format(" -x -a '{}'", fmt::join(option.choices(), " "));
        return line + " -d " + in_quotes(brief(option.text)) + '\n';
    };
    for_each_command(root, {}, [&](const command_description& at, const std::string& path) {
        const std::string condition = fmt::format(" -n '__{}_is \"{}\"'", root.name, path);
        if (!path.empty())
            paths += fmt::format(" '{}'", path);
        for (const command_description& each : at.commands)
            lines += fmt::format("complete -c {}{} -a {} -d {}\n", root.name, condition, each.name,
                                 in_quotes(each.text));
        for (const option_description& each : at.options)
            lines += option_line(each, path.empty() ? std::string() : condition);
        for (const option_description& each : at.positionals)
            if (!each.choices().empty())
                lines += fmt::format("complete -c {}{} -a '{}'\n", root.name, condition,
                                     fmt::join(each.choices(), " "));
        if (takes_file(at))
            lines += fmt::format("complete -c {}{} -F\n", root.name, condition);
    });
    return fmt::format(R"(# fish completion for {0}, made by `{0} completion fish`
function __{0}_is
    set -l path
    for word in (commandline -opc)[2..]
        if contains -- (string join -- ' ' $path $word){1}
            set -a path $word
        end
    end
    test "$path" = "$argv[1]"
end
complete -c {0} -f
{2})",
                       root.name, paths, lines);
}

} // namespace useapi::cli
