#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(tokens)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::secret;
using namespace std::string_view_literals;

/** The complaint about a text that is no token; empty if it is one. */
std::string complaint_about(std::string_view text)
{
    try {
        (void)checked_token(secret(text), "the text");
    } catch (const usage_error& refused) {
        return refused.what();
    }
    return {};
}

BOOST_AUTO_TEST_CASE(token_is_taken_out_of_a_line_for_a_shell)
{
    for (const std::string_view line :
         {"user:1234-abcdefgh", "'user:1234-abcdefgh'", "\"user:1234-abcdefgh\"",
          "USEAPI_TOKEN=user:1234-abcdefgh", "export USEAPI_TOKEN='user:1234-abcdefgh'"})
        BOOST_TEST(checked_token(secret(line), "the text").reveal() == "user:1234-abcdefgh");
}

BOOST_AUTO_TEST_CASE(text_that_cannot_be_a_token_is_refused_with_the_reason)
{
    const std::string before = "the text is not an API token such as user:1234-abcdefghijklmnop: ";
    const std::vector<std::pair<std::string_view, std::string>> cases{
        {"", "it is empty"},
        {"''", "it is empty"},
        {"u\0s\0"sv, "it is UTF-16; save the file as UTF-8"},
        {"\xFF\xFEu"sv, "it is UTF-16; save the file as UTF-8"},
        {"Bearer user:1234", "leave out \"Bearer \", which is added when it is sent"},
        {"user: 1234", "it holds a blank at byte 6"},
        {"user:12\t34", "it holds a character that no token has at byte 8"},
        {"<token>", "it holds a character that no token has at byte 1"},
        {"user:\xC3\xA4"sv, "it holds a character that no token has at byte 6"}};
    for (const auto& [text, why] : cases)
        BOOST_TEST(complaint_about(text) == before + why);
}

BOOST_AUTO_TEST_CASE(complaint_does_not_repeat_the_text)
{
    BOOST_TEST(complaint_about("hunter22 hunter22").find("hunter22") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(source_on_the_command_line_overrides_the_environment)
{
    const temporary_folder folder;
    connection_arguments given;
    given.token_file = folder.file("token", "user:1-of-the-file\nsecond line\n");
    const auto from = [&given](std::string_view environment) {
        const found_token found = locate_token(given, secret(environment));
        return std::pair(std::string(found.value.reveal()), found.source);
    };
    BOOST_TEST(from("user:2-of-the-environment").first == "user:2-of-the-environment");
    BOOST_TEST(from("user:2-of-the-environment").second == "USEAPI_TOKEN of the environment");
    BOOST_TEST(from("").first == "user:1-of-the-file");
    given.token_source_is_on_command_line = true;
    BOOST_TEST(from("user:2-of-the-environment").first == "user:1-of-the-file");
    BOOST_TEST(from("user:2-of-the-environment").second == "the first line of " + given.token_file);
    given.token_file.clear();
    given.token_command = "echo user:3-of-the-command";
    BOOST_TEST(from("").first == "user:3-of-the-command");
    BOOST_TEST(from("").second == "the first line that --token-command printed");
}

BOOST_AUTO_TEST_CASE(file_that_others_can_read_is_warned_about)
{
    const temporary_folder folder;
    connection_arguments given;
    given.token_file = folder.file("token", "user:1-of-the-file");
    BOOST_TEST(locate_token(given, {}).warnings.empty());
    std::filesystem::permissions(given.token_file, std::filesystem::perms(0644));
    BOOST_TEST(locate_token(given, {}).warnings.size() == 1U);
    const printed shown = printed_by(
        [&](console& out) { BOOST_TEST(find_token(given, {}, out).reveal() == "user:1-of-the-file"); });
    BOOST_TEST(shown.err.starts_with("useapi: warning: "), shown.err);
    BOOST_TEST(shown.err.find(given.token_file) != std::string::npos, shown.err);
    BOOST_TEST(shown.err.find("user:1") == std::string::npos, shown.err);
}

BOOST_AUTO_TEST_CASE(no_source_is_an_error_unless_no_token_is_needed)
{
    const connection_arguments nothing;
    const auto tells_where = [](const usage_error& refused) {
        return std::string_view(refused.what()) ==
               "no API token: set USEAPI_TOKEN, or name a file with --token-file";
    };
    BOOST_CHECK_EXCEPTION((void)locate_token(nothing, {}), usage_error, tells_where);
    connection_arguments missing;
    missing.token_file = "/nowhere/token";
    (void)printed_by([&](console& out) {
        BOOST_TEST(find_token_if_any(nothing, {}, out).empty());
        BOOST_CHECK_THROW((void)find_token_if_any(missing, {}, out), usage_error);
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
