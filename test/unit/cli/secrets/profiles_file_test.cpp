#include "cli/output/console.hpp"
#include "cli/secrets/profiles_file.hpp"
#include "cli/usage_error.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace useapi::cli;
using useapi::secret;
using useapi::test::temporary_folder;
namespace fs = std::filesystem;

constexpr std::string_view token = "user:1234-kept-to-ourselves";

std::vector<profile_settings> read(std::string_view text)
{
    console out{console_settings()};
    return parse_profiles(text, "profiles.toml", out);
}

std::string refusal_of(std::string_view text)
{
    try {
        read(text);
        return "not refused";
    } catch (const usage_error& refused) {
        return refused.what();
    }
}

BOOST_AUTO_TEST_SUITE(profiles_file)

BOOST_AUTO_TEST_CASE(profile_is_read_with_all_that_it_says)
{
    const auto profiles = read(R"(
        [profiles.eu-1]
        token = "user:1234-kept-to-ourselves"
        base_url = "https://eu.example.com/v1"
        ca_file = "/etc/ca.pem"
        max_logins = 4
        account_limit = 3
        rate = 0.5
        [profiles.us]
        token = "user:9876-another"
        rate = 2
    )");
    BOOST_TEST_REQUIRE(profiles.size() == 2U);
    BOOST_TEST(profiles[0].name == "eu-1");
    BOOST_TEST((profiles[0].token == secret(token)));
    BOOST_TEST(profiles[0].base_url == "https://eu.example.com/v1");
    BOOST_TEST(profiles[0].ca_file == "/etc/ca.pem");
    BOOST_TEST(profiles[0].max_logins.value() == 4U);
    BOOST_TEST(profiles[0].account_limit.value() == 3U);
    BOOST_TEST(profiles[0].rate.value() == 0.5);
    BOOST_TEST(profiles[1].name == "us");
    BOOST_TEST(profiles[1].base_url == "");
    BOOST_TEST(!profiles[1].max_logins.has_value());
    BOOST_TEST(profiles[1].rate.value() == 2.0);
}

BOOST_AUTO_TEST_CASE(what_is_not_usable_is_named_with_its_line_and_without_its_value)
{
    const struct
    {
        const char* name;
        std::string text;
        std::string said;
    } cases[] = {
        {"empty", "", "profiles.toml: there is no table [profiles.NAME]"},
        {"no TOML", "[profiles.eu]\ntoken = user:1234-kept-to-ourselves\n",
         "profiles.toml: line 2, column 9: not valid TOML"},
        {"something else", "token = \"x\"\n", "profiles.toml: line 1: token is not a table [profiles.NAME]"},
        {"no table", "[profiles]\neu = \"x\"\n", "profiles.toml: line 2: profiles.eu is not a table"},
        {"no token", "[profiles.eu]\nrate = 1\n",
         "profiles.toml: line 1: profile eu has neither token nor token_file"},
        {"empty token", "[profiles.eu]\ntoken = \"\"\n",
         "profiles.toml: line 2: token must be text in quotes"},
        {"token twice", "[profiles.eu]\ntoken = \"a\"\ntoken_file = \"b\"\n",
         "profiles.toml: line 3: a profile has one token: either token or token_file"},
        {"unknown key", "[profiles.eu]\ntoken = \"x\"\nlimit = 3\n",
         "profiles.toml: line 3: limit is not one of token, token_file, base_url, ca_file, max_logins, rate, "
         "account_limit"},
        {"number out of range", "[profiles.eu]\ntoken = \"x\"\naccount_limit = 0\n",
         "profiles.toml: line 3: account_limit must be a whole number of 1 to 1000000"},
        {"number as text", "[profiles.eu]\ntoken = \"x\"\nmax_logins = \"3\"\n",
         "profiles.toml: line 3: max_logins must be a whole number of 1 to 10000"},
        {"rate of zero", "[profiles.eu]\ntoken = \"x\"\nrate = 0\n",
         "profiles.toml: line 3: rate must be a number of 0.001 to 1000000"},
        {"rate that is none", "[profiles.eu]\ntoken = \"x\"\nrate = nan\n",
         "profiles.toml: line 3: rate must be a number of 0.001 to 1000000"},
        {"bad name", "[profiles.\"e u\"]\ntoken = \"x\"\n",
         "profiles.toml: line 1: a profile's name has 1 to 64 letters, digits, - and _"},
        {"same token", "[profiles.a]\ntoken = \"x\"\n[profiles.b]\ntoken = \"x\"\n",
         "profiles.toml: profiles a and b have the same token"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(refusal_of(each.text) == each.said);
    }
}

BOOST_AUTO_TEST_CASE(same_token_at_another_address_is_another_profile)
{
    BOOST_TEST(
        read("[profiles.a]\ntoken = \"x\"\n[profiles.b]\ntoken = \"x\"\nbase_url = \"https://b\"\n").size() ==
        2U);
}

BOOST_AUTO_TEST_CASE(token_file_stands_beside_the_file_of_profiles)
{
    const temporary_folder folder;
    fs::permissions(folder.file("eu.token", std::string(token) + "\n"), fs::perms::owner_read);
    const std::string path = folder.file("profiles.toml", "[profiles.eu]\ntoken_file = \"eu.token\"\n");
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    console out{console_settings()};
    const auto profiles = read_profiles(path, out);
    BOOST_TEST_REQUIRE(profiles.size() == 1U);
    BOOST_TEST((profiles[0].token == secret(token)));
}

BOOST_AUTO_TEST_CASE(file_that_others_may_use_is_refused)
{
    const temporary_folder folder;
    const std::string path = folder.file("profiles.toml", "[profiles.eu]\ntoken = \"x\"\n");
    console out{console_settings()};
    for (const fs::perms others :
         {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write, fs::perms::others_exec}) {
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | others);
        BOOST_CHECK_EXCEPTION(static_cast<void>(read_profiles(path, out)), usage_error,
                              [&](const usage_error& refused) {
                                  return std::string(refused.what()) ==
                                         "others may use " + path + ", which holds API tokens: chmod 600 it";
                              });
    }
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    BOOST_TEST(read_profiles(path, out).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
