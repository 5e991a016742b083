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
    const std::vector<std::string> names{"--results", "--resume", "accounts list", "accounts import",
                                         "doctor"};
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
        {std::string(65, 'x'), ""}};
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
        {{"acounts", "list"}, "no command acounts; did you mean accounts?"},
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
