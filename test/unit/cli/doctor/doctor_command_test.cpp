#include "cli/commands.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <useapi/secret.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(commands_of_the_doctor)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

/** The findings of a doctor that is stopped before it connects. */
printed examined(words more, exit_code expected, std::string_view token = "user:1234-abcdefgh")
{
    more.insert(more.begin(), {"--config", "none", "doctor"});
    const arguments given = accept(more);
    return printed_by(given.console, [&](console& out) {
        environment_secrets secrets;
        secrets.token = useapi::secret(token);
        BOOST_TEST((run_doctor_command(given, std::move(secrets), out) == expected));
    });
}

BOOST_AUTO_TEST_CASE(first_thing_that_is_wrong_on_this_machine_ends_the_examination_with_2)
{
    const temporary_folder folder;
    const std::string empty = folder.file("ca.pem", "no certificate\n");

    const struct
    {
        std::string_view name;
        words given;
        std::vector<std::string_view> lines;
    } cases[] = {
        {"base URL without TLS",
         {"--base-url", "http://127.0.0.1/"},
         {"ok    token", "fail  base URL", "hint: it looks like https://HOST[:PORT]/v1/runwayml",
          "skip  service       not tried"}},
        {"file without a certificate",
         {"--base-url", "https://127.0.0.1:1/v1", "--ca-file", empty},
         {"ok    base URL      https://127.0.0.1:1/v1", "holds no PEM certificate, or cannot be read",
          "hint: --ca-file names a file with lines -----BEGIN CERTIFICATE-----",
          "skip  service       not tried"}},
        {"file that is missing",
         {"--base-url", "https://127.0.0.1:1/v1", "--ca-file", folder.path("missing")},
         {"fail  authorities", "holds no PEM certificate, or cannot be read", "skip  service"}},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string text = examined(each.given, exit_code::usage).out;
            for (const std::string_view line : each.lines)
                BOOST_TEST(text.find(line) != std::string::npos, text);
        }
    }
}

BOOST_AUTO_TEST_CASE(token_is_told_by_its_source_and_never_shown)
{
    const temporary_folder folder;
    const std::string wrong = "http://127.0.0.1/";
    const std::string file = folder.file("token", "user:1234-abcdefgh\n");
    const std::string text = examined({"--base-url", wrong, "--token-file", file}, exit_code::usage, "").out;
    BOOST_TEST(text.find("ok    token         the first line of " + file) != std::string::npos, text);
    BOOST_TEST(text.find("abcdefgh") == std::string::npos);
    const std::string none = examined({"--base-url", wrong}, exit_code::usage, "").out;
    BOOST_TEST(none.starts_with("fail  token"), none);
    BOOST_TEST(none.find("no API token") != std::string::npos, none);
    const std::string bad = examined({"--base-url", wrong}, exit_code::usage, "two words").out;
    BOOST_TEST(bad.starts_with("fail  token"), bad);
    BOOST_TEST(bad.find("two words") == std::string::npos, bad);
}

BOOST_AUTO_TEST_CASE(file_of_a_token_that_others_can_read_is_warned_of)
{
    const temporary_folder folder;
    const std::string file = folder.file("token", "user:1234-abcdefgh\n");
    std::filesystem::permissions(file, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const std::string text =
        examined({"--base-url", "http://127.0.0.1/", "--token-file", file}, exit_code::usage, "").out;
    BOOST_TEST(text.find("\nwarn  token") != std::string::npos, text);
    BOOST_TEST(text.find("hint: anyone with the token has the accounts") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(ledger_is_checked_even_if_the_service_is_not)
{
    for (const auto& [url, why] : std::vector<std::pair<std::string, std::string>>{
             {"run.db", "--ledger takes the URL of a database, such as postgresql://HOST/DATABASE"},
             {"postgresql://u:hunter22@h/d", "PGPASSWORD"}}) {
        const std::string text =
            examined({"--base-url", "http://127.0.0.1/", "--ledger", url}, exit_code::usage).out;
        const auto at = text.find("fail  ledger");
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, text);
        BOOST_TEST(text.find(why, at) != std::string::npos, text);
        BOOST_TEST(text.find("hunter22") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(findings_as_json_are_one_line_and_not_healthy)
{
    const printed shown = examined({"--base-url", "http://127.0.0.1/", "--output", "json"}, exit_code::usage);
    const boost::json::value read = boost::json::parse(shown.out);
    BOOST_TEST(!read.at("healthy").as_bool());
    BOOST_TEST(read.at("checks").as_array().size() == 3U);
    BOOST_TEST(read.at("checks").at(1).at("verdict").as_string() == "fail");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
