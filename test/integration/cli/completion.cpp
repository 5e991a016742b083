#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <memory>
#include <stdio.h>
#include <string>
#include <vector>

namespace {

using namespace useapi::test;

bool is_there(const std::string& program)
{
    return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
}

/// What a shell prints, or the exit code of a shell that failed.
std::string output_of(const std::string& line)
{
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(line.c_str(), "r"), &::pclose);
    BOOST_REQUIRE(pipe);
    std::string out;
    for (int c = ::fgetc(pipe.get()); c != EOF; c = ::fgetc(pipe.get()))
        out += static_cast<char>(c);
    return out;
}

std::string script_for(const temporary_folder& folder, const std::string& shell)
{
    const finished made = run(command_line({"completion", shell}));
    BOOST_TEST(made.code == 0, made.everything());
    return folder.file("completion." + shell, made.out);
}

struct completed_case
{
    std::string line; ///< up to the cursor, in words for bash
    std::vector<std::string> expected;
};

const std::vector<completed_case>& cases()
{
    static const std::vector<completed_case> all{
        {"acc", {"accounts"}},
        {"doc", {"doctor"}},
        {"ledger b", {"backup"}},
        {"ledger i", {"init"}},
        {"accounts up", {"upsert"}},
        {"accounts import --conc", {"--concurrency"}},
        {"accounts import --format n", {"ndjson"}},
        {"--output j", {"json"}},
        {"accounts list --base", {"--base-url"}},
        {"completion z", {"zsh"}},
        {"explain token_", {"token_refused"}},
        {"emulator --expi", {"--expired-certificate"}},
        {"rec", {"record"}},
        {"record --comp", {"--compare"}},
    };
    return all;
}

BOOST_AUTO_TEST_SUITE(completion)

BOOST_AUTO_TEST_CASE(bash_completes_commands_options_and_values)
{
    const temporary_folder folder;
    const std::string script = script_for(folder, "bash");
    for (const completed_case& each : cases()) {
        BOOST_TEST_CONTEXT(each.line)
        {
            const std::string driver =
                folder.file("driver", "set -eu\ncompopt() { :; }\nsource '" + script +
                                          "'\nCOMP_WORDS=(useapi " + each.line +
                                          ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_useapi\nprintf '%s\\n' "
                                          "\"${COMPREPLY[@]}\"\n");
            BOOST_TEST(output_of("bash '" + driver + "' 2>&1") == each.expected.front() + "\n");
        }
    }
    BOOST_TEST(output_of("bash -c \"source '" + script + "'; complete -p useapi\" 2>&1") ==
               "complete -F _useapi useapi\n");
}

BOOST_AUTO_TEST_CASE(fish_completes_commands_options_and_values)
{
    if (!is_there("fish"))
        return;
    const temporary_folder folder;
    const std::string script = script_for(folder, "fish");
    for (const completed_case& each : cases()) {
        BOOST_TEST_CONTEXT(each.line)
        {
            const std::string out =
                output_of("HOME='" + folder.path("") + "' fish --no-config -c \"source '" + script +
                          "'; complete -C 'useapi " + each.line + "'\" 2>&1");
            BOOST_TEST(out.substr(0, out.find_first_of("\t\n")) == each.expected.front(), out);
        }
    }
}

// Tests the effect of Tab in zsh's line editor, on a pseudo-terminal of zsh's own.
BOOST_AUTO_TEST_CASE(zsh_completes_commands_options_and_values)
{
    if (!is_there("zsh"))
        return;
    const temporary_folder folder;
    const std::string script = script_for(folder, "zsh");
    for (const completed_case& each : cases()) {
        BOOST_TEST_CONTEXT(each.line)
        {
            const std::string driver =
                folder.file("driver", "zmodload zsh/zpty\nzpty z zsh -f -i\n"
                                      "zpty -w z $'autoload -Uz compinit; compinit -u -d \\'" +
                                          folder.path("dump") + "\\'; source \\'" + script +
                                          "\\'; PS1=$\\'<\\x72eady>\\''\n"
                                          "zpty -r -m z said '*<ready>*'\n"
                                          "zpty -w -n z $'useapi " +
                                          each.line +
                                          "\\t'\n"
                                          "zpty -r -m z said '*" +
                                          each.expected.front() + "*'\nprint -r -- $said\nzpty -d z\n");
            const std::string out = output_of("timeout 20 zsh -f '" + driver + "' 2>&1");
            BOOST_TEST(out.find(each.expected.front()) != std::string::npos, out);
        }
    }
}

BOOST_AUTO_TEST_CASE(manual_passes_the_checkers_and_tells_of_every_command)
{
    const temporary_folder folder;
    const finished made = run(command_line({"man"}));
    BOOST_TEST(made.code == 0);
    const std::string page = folder.file("useapi.1", made.out);
    for (const char* const part :
         {".TH USEAPI 1 20", ".SS useapi accounts upsert", ".SS useapi doctor",
          "\\fB\\-\\-token\\-command\\fR \\fICMD\\fR", "Environment: \\fBUSEAPI_TIMEOUT\\fR"})
        BOOST_TEST(made.out.find(part) != std::string::npos, part);
    if (is_there("mandoc"))
        BOOST_TEST(output_of("mandoc -Tlint -Wstyle '" + page + "' 2>&1") == "");
    if (is_there("groff"))
        BOOST_TEST(output_of("groff -ww -man -Tutf8 '" + page + "' 2>&1 >/dev/null") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
