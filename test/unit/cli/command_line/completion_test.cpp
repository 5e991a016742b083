#include "cli/command_line/completion.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(completions)

namespace {

using namespace useapi::cli;

option_description option_of(std::vector<std::string> names, std::string value, std::string text)
{
    option_description made;
    made.names = std::move(names);
    made.value = std::move(value);
    made.text = std::move(text);
    return made;
}

/** `tool [--output text|json] [-q] things {load FILE [--dir D] | list [--out F]}`. */
command_description tool()
{
    command_description load;
    load.name = "load";
    load.text = "Load it's things";
    load.positionals.push_back(option_of({"FILE"}, "FILE", "The file"));
    load.options.push_back(option_of({"--dir"}, "D", "Folder; default: none"));
    command_description list;
    list.name = "list";
    list.text = "List [all]";
    list.options.push_back(option_of({"--out"}, "F", "File"));
    command_description things;
    things.name = "things";
    things.text = "Things";
    things.commands = {load, list};
    command_description root;
    root.name = "tool";
    root.text = "Does things";
    root.options = {option_of({"--output"}, "text|json", "Form"),
                    option_of({"-q", "--quiet"}, "", "Less: nothing")};
    root.commands = {things};
    return root;
}

void require_parts(const std::string& script, const std::vector<std::string_view>& parts)
{
    for (const std::string_view part : parts)
        BOOST_TEST(script.find(part) != std::string::npos, part << " is missing in\n" << script);
}

BOOST_AUTO_TEST_CASE(bash_completes_commands_options_values_and_files)
{
    const std::string script = bash_completion(tool());
    require_parts(script,
                  {"# bash completion for tool, made by `tool completion bash`\n",
                   "        'things'|'things load'|'things list') path=",
                   "        '') words='things --output -q --quiet' ;;\n",
                   "        'things') words='load list' ;;\n",
                   "        'things load') words='--dir' files=1 ;;\n",
                   "        'things load --dir') compopt -o filenames; COMPREPLY=($(compgen -d -- "
                   "\"$current\")); return ;;\n",
                   "        'things list --out') compopt -o filenames; COMPREPLY=($(compgen -f -- "
                   "\"$current\")); return ;;\n",
                   "        '--output') COMPREPLY=($(compgen -W 'text json' -- \"$current\")); return ;;\n",
                   "words=\"$words --output -q --quiet\"\n", "complete -F _tool tool\n"});
    // A flag has no value to complete.
    BOOST_TEST(script.find("'--quiet')") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(zsh_completes_commands_options_values_and_files)
{
    require_parts(zsh_completion(tool()),
                  {"#compdef tool\n", "_tool()\n", "_tool_things()\n", "_tool_things_load()\n",
                   "'--output=[Form]:text|json:(text json)'", "'-q[Less\\: nothing]'",
                   // Global options are accepted behind every command.
                   "'--quiet[Less\\: nothing]'", "'--dir=[Folder]:D:_files -/'", "'--out=[File]:F:_files'",
                   "':FILE:_files'", "list\\:'List \\[all\\]'", "load\\:'Load it'\\''s things'",
                   "        load) _tool_things_load ;;\n"});
}

BOOST_AUTO_TEST_CASE(fish_completes_commands_options_values_and_files)
{
    require_parts(fish_completion(tool()),
                  {"complete -c tool -f\n", "complete -c tool -n '__tool_is \"\"' -a things -d 'Things'\n",
                   "complete -c tool -l output -x -a 'text json' -d 'Form'\n",
                   "complete -c tool -s q -l quiet -d 'Less: nothing'\n",
                   "complete -c tool -n '__tool_is \"things load\"' -l dir -x -a "
                   "'(__fish_complete_directories)' -d 'Folder'\n",
                   "complete -c tool -n '__tool_is \"things list\"' -l out -r -F -d 'File'\n",
                   "complete -c tool -n '__tool_is \"things load\"' -F\n",
                   " 'things' 'things load' 'things list'\n"});
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
