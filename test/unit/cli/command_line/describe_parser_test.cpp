#include "cli/command_line/describe_parser.hpp"
#include "unit/cli/command_line/read_arguments.hpp"

#include <CLI/CLI.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(described_parsers)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

BOOST_AUTO_TEST_CASE(nearest_name_is_suggested_if_it_is_near_enough)
{
    const std::vector<std::string> names{"--results",       "--resume", "accounts list",
                                         "accounts import", "doctor",   std::string(66, 'y')};
    const std::vector<std::pair<std::string, std::string>> cases{
        {"--result", "; did you mean --results?"},
        {"--reuslts", "; did you mean --results?"},
        {"--resum", "; did you mean --resume?"},
        {"lst", "; did you mean accounts list?"},
        {"improt", "; did you mean accounts import?"},
        {"docter", "; did you mean doctor?"},
        {"dcoter", ""},
        {"xyzzy", ""},
        {"", ""},
        {std::string(64, 'y'), "; did you mean " + std::string(66, 'y') + '?'},
        // A longer word is not compared: that takes time with the square of its length.
        {std::string(65, 'y'), ""}};
    for (const auto& [typed, text] : cases)
        BOOST_TEST(suggestion(typed, names) == text, "for " << typed);
}

BOOST_AUTO_TEST_CASE(complaint_names_the_place_of_an_option)
{
    const std::vector<std::pair<words, std::string>> cases{
        {{"accounts", "list", "--xyzzy"}, "unknown option --xyzzy"},
        {{"accounts", "import", "x.csv", "--result", "y"},
         "unknown option --result; did you mean --results?"},
        {{"accounts", "list", "--token", "hunter22"},
         "unknown option --token: secrets are not taken from the command line, where others can see them"},
        {{"accounts", "upsert", "a@example.com", "--password=hunter22"},
         "unknown option --password: secrets are not taken from the command line, where others can see them"},
        {{"accounts", "list", "more"}, "too many arguments"},
        {{"list"}, "no command list; did you mean accounts list?"},
        {{"accounts", "get"}, "EMAIL is required"},
        {{"api", "GET"}, "PATH is required"},
        {{"record"}, "FILE is required"},
        {{"completion"}, "SHELL is required"},
        {{"ledger"}, "a command is missing"},
        {{"accounts"}, "a command is missing"},
        {{}, "a command is missing"}};
    for (const auto& [given, why] : cases) {
        const std::string message = refuse(given).message;
        BOOST_TEST(message.starts_with(why), message);
        BOOST_TEST(message.find("hunter22") == std::string::npos, message);
    }
}

BOOST_AUTO_TEST_CASE(complaint_names_the_command_whose_help_explains_it)
{
    const std::vector<std::pair<words, std::string>> cases{
        {{"acounts", "list"}, "no command acounts; did you mean accounts? (see useapi --help)"},
        {{"accounts", "improt", "x.csv"},
         "no command improt; did you mean import? (see useapi accounts --help)"},
        {{"accounts", "list", "--tokenfile", "y"},
         "unknown option --tokenfile; did you mean --token-file? (see useapi accounts list --help)"},
        {{"--max-jobs", "3", "accounts", "upsert", "a@b.c"},
         "unknown option --max-jobs; it belongs after the command (see useapi accounts upsert --help)"},
        {{"--service", "kling", "accounts", "status"},
         "unknown option --service (see useapi accounts status --help)"},
        {{"doctor", "--service", "kling"}, "unknown option --service (see useapi doctor --help)"},
        {{"--service", "kling", "accounts", "list", "--service", "mureka"},
         "--service is given twice (see useapi accounts list --help)"},
        {{"accounts", "delete", "a@b.c", "--file", "x.csv"},
         "EMAIL excludes --file (see useapi accounts delete --help)"}};
    for (const auto& [given, message] : cases)
        BOOST_TEST(refuse(given).message == message);
}

BOOST_AUTO_TEST_CASE(wrong_value_is_told_with_the_values_that_the_option_takes)
{
    const std::vector<std::pair<words, std::string>> cases{
        {{"accounts", "import", "x.csv", "--concurrency", "many"},
         "it takes N: Most calls in flight, 1 to 10000; default 16 (see useapi accounts import --help)"},
        {{"accounts", "list", "--output", "yaml"}, "it takes json|text: "},
        {{"accounts", "import", "x.csv", "--rate"}, "it takes R: "},
        {{"completion", "tcsh"}, "SHELL: tcsh not in {bash,zsh,fish}"},
        {{"record", "-"}, "FILE: FILE is a file, not a stream"},
        {{"--service", "klin", "accounts", "list"},
         "--service: klin not in {dreamina,kling,minimax,mureka,pixverse,runwayml}"}};
    for (const auto& [given, part] : cases) {
        const std::string message = refuse(given).message;
        BOOST_TEST(message.find(part) != std::string::npos, message);
    }
}

BOOST_AUTO_TEST_CASE(description_has_what_manual_and_completions_need)
{
    CLI::App app("Does things", "tool");
    app.set_help_flag("-h,--help", "Print this help");
    std::string url;
    app.add_option("--base-url", url, "Where")->option_text("URL");
    bool quiet = false;
    app.add_flag("--quiet", quiet, "Less")->option_text(" ");
    bool hidden = false;
    app.add_flag("--hidden", hidden)->group(std::string(group_not_shown));
    CLI::App* const command = app.add_subcommand("list", "Lists");
    std::string file;
    command->add_option("FILE", file, "The file")->option_text(" ");
    const command_description made = describe(app);
    BOOST_TEST(made.name == "tool");
    BOOST_TEST(made.text == "Does things");
    BOOST_REQUIRE(made.options.size() == 3U);
    BOOST_TEST(made.options[0].names.back() == "--help");
    BOOST_TEST(made.options[1].value == "URL");
    BOOST_TEST(made.options[1].variable == "USEAPI_BASE_URL");
    BOOST_TEST(made.options[2].value == "");
    BOOST_TEST(made.options[2].variable == "");
    BOOST_REQUIRE(made.commands.size() == 1U);
    BOOST_TEST(made.commands[0].options.empty());
    BOOST_REQUIRE(made.commands[0].positionals.size() == 1U);
    BOOST_TEST(made.commands[0].positionals[0].value == "FILE");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
