#include "cli/secrets/token_command.hpp"

#include "cli/command_line/shell_words.hpp"
#include "cli/usage_error.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi::cli;

struct command_case
{
    std::string_view name;
    std::string command;
    std::string_view expected; ///< the secret, or the complaint
};

BOOST_AUTO_TEST_SUITE(token_command)

BOOST_AUTO_TEST_CASE(first_line_that_it_prints_is_the_secret)
{
    const std::vector<command_case> cases{
        {"line", "printf user:1-a\\\\n", "user:1-a"},
        {"no line end", "printf user:1-a", "user:1-a"},
        {"CRLF and a second line", R"(printf 'user:1-a\r\nx')", "user:1-a"},
        {"blanks within quotes", R"(printf "%s" " a b ")", " a b "},
        {"nothing is expanded", R"(printf '%s' $HOME*`id`)", "$HOME*`id`"},
        {"a shell where it is asked for", R"(sh -c 'echo user:1-"a"')", "user:1-a"},
        {"no standard input", "sh -c 'read x || echo none'", "none"},
    };
    for (const command_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(run_token_command(each.command).reveal() == each.expected);
    }
}

BOOST_AUTO_TEST_CASE(failure_names_the_program_and_neither_arguments_nor_output)
{
    const std::vector<command_case> cases{
        {"fails", "sh -c 'echo hunter2; exit 3'", "sh failed with exit code 3"},
        {"killed", "sh -c 'kill -9 $$ hunter2'", "sh was ended by signal 9"},
        {"prints nothing", "true hunter2", "true printed nothing on its first line"},
        {"first line empty", R"(printf '\nhunter2')", "printf printed nothing on its first line"},
        {"prints without end", "yes hunter2", "yes printed too much"},
        {"not there", "/nowhere/to/be/found hunter2", "/nowhere/to/be/found cannot be run: No such file"},
        {"no program", "  ", "it names no program"},
        {"open quote", "sh -c 'hunter2", "a quote is not closed"},
    };
    for (const command_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_CHECK_EXCEPTION((void)run_token_command(each.command), usage_error,
                              [&](const usage_error& problem) {
                                  const std::string_view said = problem.what();
                                  BOOST_TEST(said.find("hunter2") == std::string_view::npos, said);
                                  BOOST_TEST(said.find(each.expected) != std::string_view::npos, said);
                                  return true;
                              });
    }
}

BOOST_AUTO_TEST_CASE(words_are_split_as_a_shell_quotes_them)
{
    using words = std::vector<std::string>;
    BOOST_TEST((split_words("") == words{}));
    BOOST_TEST((split_words(" a\tb\n c ") == words{"a", "b", "c"}));
    BOOST_TEST((split_words(R"('a b' "c d" e\ f)") == words{"a b", "c d", "e f"}));
    BOOST_TEST((split_words(R"(a''b "" '\' "\n\"\\")") == words{"ab", "", "\\", "\\n\"\\"}));
    BOOST_TEST(!split_words("'a"));
    BOOST_TEST(!split_words("\"a"));
    BOOST_TEST(!split_words("a\\"));
    const words hard{"it's", "a b", "", "$x", "\\", "\"q\""};
    BOOST_TEST((split_words(shell_line(hard)) == hard));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
