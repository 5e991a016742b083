#include "cli/command_line/help_text.hpp"
#include "cli/exit_code.hpp"
#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(texts_of_help)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

std::vector<std::string> lines_of(std::string_view text)
{
    std::istringstream in{std::string(text)};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

/** The words of an example, up to a pipe; quotes of the shell are taken off. */
words words_of_example(const std::string& line)
{
    words found = split(line);
    found.erase(std::find(found.begin(), found.end(), "|"), found.end());
    found.erase(found.begin());
    for (std::string& word : found)
        std::erase(word, '\'');
    return found;
}

const std::vector<std::string> commands{"accounts upsert",
                                        "accounts get",
                                        "accounts list",
                                        "accounts delete",
                                        "accounts health",
                                        "accounts export",
                                        "accounts verify",
                                        "accounts import",
                                        "accounts repair",
                                        "accounts renew",
                                        "accounts validate",
                                        "accounts plan",
                                        "accounts report",
                                        "accounts status",
                                        "ledger backup",
                                        "ledger init",
                                        "api",
                                        "doctor",
                                        "explain",
                                        "completion",
                                        "man",
                                        "emulator",
                                        "record"};

std::string help_of(const std::string& command)
{
    words given = split(command);
    given.push_back("--help");
    return inform(given);
}

/** All long options that a text names, such as `--ledger`. */
std::set<std::string> options_named_in(const std::string& text)
{
    std::set<std::string> found;
    for (std::size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at + 2)) {
        const auto end =
            std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at) + 2, text.end(),
                         [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-'; });
        const std::string name(text.begin() + static_cast<std::ptrdiff_t>(at), end);
        if (name.size() > 2 && name[2] != '-')
            found.insert(name);
    }
    return found;
}

BOOST_AUTO_TEST_CASE(every_example_is_a_command_line_that_is_accepted)
{
    std::size_t examples = 0;
    for (const std::string& line : lines_of(general_help)) {
        if (!line.starts_with("  useapi "))
            continue;
        ++examples;
        BOOST_TEST_CONTEXT(line)
        (void)accept(words_of_example(line));
    }
    BOOST_TEST(examples > 15U);
}

BOOST_AUTO_TEST_CASE(exit_codes_of_the_help_are_those_of_the_command)
{
    const std::vector<std::pair<exit_code, std::string_view>> codes{
        {exit_code::done, "done"},
        {exit_code::failed, "an account was refused or failed"},
        {exit_code::usage, "bad usage or input"},
        {exit_code::token_refused, "the API token is refused"},
        {exit_code::unreachable, "the service could not be reached"},
        {exit_code::interrupted, "interrupted"}};
    const std::vector<std::string> lines = lines_of(general_help);
    for (const auto& [code, meaning] : codes) {
        std::string begin = "  " + std::to_string(static_cast<int>(code));
        begin.resize(7, ' ');
        BOOST_TEST(std::any_of(lines.begin(), lines.end(),
                               [&, says = meaning](const std::string& line) {
                                   return line.starts_with(begin + std::string(says));
                               }),
                   begin << meaning);
    }
}

BOOST_AUTO_TEST_CASE(every_command_has_help_within_the_width_of_a_terminal)
{
    for (const std::string& command : commands) {
        const std::string text = help_of(command);
        BOOST_TEST(text.find("useapi " + command) != std::string::npos, command);
        for (const std::string& line : lines_of(text))
            BOOST_TEST(line.size() <= 100U, command << ": " << line);
    }
}

BOOST_AUTO_TEST_CASE(option_that_a_help_names_exists_there_or_in_a_command_that_the_help_names)
{
    // Every option of the command, and those of no command at all.
    std::set<std::string> all{"--help"};
    for (const std::string& command : commands)
        for (const std::string& line : lines_of(help_of(command)))
            if (line.starts_with("  -"))
                all.merge(options_named_in(line.substr(0, line.find("  ", 3))));
    for (const std::string& line : lines_of(inform({"--help"})))
        if (line.starts_with("  -"))
            all.merge(options_named_in(line.substr(0, line.find("  ", 3))));
    for (const std::string& command : commands)
        for (const std::string& name : options_named_in(help_of(command)))
            BOOST_TEST(all.contains(name), command << " names " << name);
}

BOOST_AUTO_TEST_CASE(help_of_a_command_names_the_general_help)
{
    for (const std::string& command : commands) {
        std::string flowed = help_of(command);
        std::replace(flowed.begin(), flowed.end(), '\n', ' ');
        BOOST_TEST(flowed.find("`useapi --help` shows the options of every command") != std::string::npos,
                   command);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
