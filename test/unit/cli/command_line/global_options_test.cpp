#include "accounts/service/service_traits.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/set_variable.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(options_of_every_command)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

struct sourced_option
{
    std::string name;
    std::string value;
    std::string stronger; ///< another value, for the source that counts more
    std::function<std::string(const arguments&)> read;
};

std::string text_of(const std::optional<std::chrono::milliseconds>& time)
{
    return time ? std::to_string(time->count()) : "none";
}

const std::vector<sourced_option>& sourced_options()
{
    static const std::vector<sourced_option> all{
        {"base-url", "https://a/", "https://b/", [](const arguments& a) { return a.connection.base_url; }},
        {"ca-file", "a.pem", "b.pem", [](const arguments& a) { return a.connection.ca_file; }},
        {"proxy", "http://a:1", "none", [](const arguments& a) { return a.connection.proxy; }},
        {"token-file", "a", "b", [](const arguments& a) { return a.connection.token_file; }},
        {"token-command", "pass a", "pass b", [](const arguments& a) { return a.connection.token_command; }},
        {"timeout", "1", "2",
         [](const arguments& a) { return std::to_string(a.connection.timeout.value().count() / 1000); }},
        {"attempt-timeout", "3", "4",
         [](const arguments& a) {
             return std::to_string(a.connection.attempt_timeout.value().count() / 1000);
         }},
        {"max-attempts", "5", "6",
         [](const arguments& a) { return std::to_string(a.connection.max_attempts.value()); }},
        {"output", "json", "text",
         [](const arguments& a) { return a.console.format == output_format::json ? "json" : "text"; }}};
    return all;
}

std::string variable_for(std::string name)
{
    for (char& c : name)
        c = c == '-' ? '_' : static_cast<char>(c - 'a' + 'A');
    return "USEAPI_" + name;
}

BOOST_AUTO_TEST_CASE(command_line_overrides_the_environment_which_overrides_the_file)
{
    const temporary_folder folder;
    for (const sourced_option& each : sourced_options()) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string number = each.value.find_first_not_of("0123456789") == std::string::npos
                                           ? each.value
                                           : '"' + each.value + '"';
            const std::string file = folder.file("config.toml", each.name + " = " + number + '\n');
            BOOST_TEST(each.read(accept({"accounts", "list", "--config", file})) == each.value);
            const set_variable set(variable_for(each.name), each.stronger);
            BOOST_TEST(each.read(accept({"accounts", "list", "--config", file})) == each.stronger);
            BOOST_TEST(each.read(accept({"accounts", "list", "--config", file, "--" + each.name,
                                         each.value})) == each.value);
        }
    }
}

BOOST_AUTO_TEST_CASE(empty_variable_counts_as_not_set)
{
    for (const sourced_option& each : sourced_options()) {
        const set_variable set(variable_for(each.name), "");
        const arguments read = accept({"--config", "none", "accounts", "list"});
        BOOST_TEST(read.connection.base_url + read.connection.ca_file + read.connection.proxy +
                       read.connection.token_file + read.connection.token_command ==
                   "");
        BOOST_TEST(text_of(read.connection.timeout) + text_of(read.connection.attempt_timeout) == "nonenone");
    }
}

BOOST_AUTO_TEST_CASE(source_of_the_token_that_the_command_line_names_is_told_from_others)
{
    BOOST_TEST(accept(split("accounts list --token-file t")).connection.token_source_is_on_command_line);
    BOOST_TEST(accept(split("accounts list --token-command t")).connection.token_source_is_on_command_line);
    const set_variable set("USEAPI_TOKEN_FILE", "t");
    const connection_arguments of_environment = accept(split("accounts list")).connection;
    BOOST_TEST(of_environment.token_file == "t");
    BOOST_TEST(!of_environment.token_source_is_on_command_line);
    const connection_arguments of_both = accept(split("accounts list --token-command c")).connection;
    BOOST_TEST(of_both.token_command == "c");
    BOOST_TEST(of_both.token_file == "");
}

BOOST_AUTO_TEST_CASE(config_file_of_the_command_line_counts_more_than_that_of_the_environment)
{
    const temporary_folder folder;
    const std::string one = folder.file("one.toml", "timeout = 1\n");
    const std::string two = folder.file("two.toml", "timeout = 2\n");
    const set_variable set("USEAPI_CONFIG", one);
    const arguments of_environment = accept({"accounts", "list"});
    BOOST_TEST(of_environment.config_file == one);
    BOOST_TEST(text_of(of_environment.connection.timeout) == "1000");
    const arguments of_line = accept({"accounts", "list", "--config", two});
    BOOST_TEST(of_line.config_file == two);
    BOOST_TEST(text_of(of_line.connection.timeout) == "2000");
    BOOST_TEST(text_of(accept({"accounts", "list", "--config", "none"}).connection.timeout) == "none");
}

BOOST_AUTO_TEST_CASE(deletion_cannot_be_asked_for_in_a_file)
{
    const temporary_folder folder;
    for (const std::string option : {"prune = true", "prune-most = true", "yes = true",
                                     "no-other-file = true", "keep-rows-of = \"f\"", "file = \"f\""}) {
        const std::string command = option.starts_with("file") ? "delete" : "import";
        const std::string file = folder.file("c.toml", "[accounts." + command + "]\n" + option + '\n');
        BOOST_TEST(refuse({"accounts", "list", "--config", file})
                       .message.starts_with(file + ":2: --" + option.substr(0, option.find(' ')) +
                                            " is for the command line only"),
                   option);
    }
}

BOOST_AUTO_TEST_CASE(service_cannot_be_set_for_all_commands_at_once)
{
    const temporary_folder folder;
    const std::string for_all = folder.file("all.toml", "service = \"kling\"\n");
    BOOST_TEST(refuse({"accounts", "list", "--config", for_all})
                   .message.starts_with(for_all + ":1: no option --service"));
    const std::string for_one = folder.file("one.toml", "[accounts.list]\nservice = \"kling\"\n");
    const arguments read = accept({"accounts", "list", "--config", for_one});
    BOOST_REQUIRE(read.account.service != nullptr);
    BOOST_TEST(read.account.service->name == "kling");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
