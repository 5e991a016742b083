#include "cli/commands.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(commands_of_accounts)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

/** Why a command is refused before it looks for a token, so before anything could be sent. */
std::string refusal_of(words more)
{
    more.insert(more.begin(), {"--config", "none", "accounts"});
    const arguments given = accept(more);
    return refusal_by([&](console& out) { (void)run_accounts_command(given, environment_secrets(), out); });
}

BOOST_AUTO_TEST_CASE(email_is_checked_before_a_token_or_a_password_is_looked_for)
{
    for (const std::string command : {"get", "delete", "upsert"}) {
        BOOST_TEST(refusal_of({command, "no-email"}).find("email holds no '@'") != std::string::npos,
                   command);
        BOOST_TEST(refusal_of({command, "a/b@c.com"}).find("email holds '/'") != std::string::npos, command);
        BOOST_TEST(refusal_of({command, "a\x1b@c.com"}).find("email holds the byte 0x1B") !=
                       std::string::npos,
                   command);
        BOOST_TEST(refusal_of({command, "a@b.com"}).find("no API token") != std::string::npos, command);
    }
    BOOST_TEST(refusal_of({"list"}).find("no API token") != std::string::npos);
}

struct refused_account
{
    words given;
    std::string_view why;
};

BOOST_AUTO_TEST_CASE(account_of_another_service_is_checked_by_the_rules_of_that_service)
{
    const std::vector<refused_account> cases{
        {{"upsert", "US:a@b.c", "--service", "minimax"},
         "an account of minimax has a token and a url in place of a password: useapi accounts import "
         "--service "
         "minimax registers those of a file"},
        {{"upsert", "a@b.c", "--service", "mureka", "--max-jobs", "3"},
         "accounts of mureka have no maxJobs: leave --max-jobs out"},
        {{"upsert", "a@b.c", "--service", "dreamina"}, "the account is not named as in US:user@example.com"},
        {{"upsert", "EU:a@b.c", "--service", "dreamina"}, "region"},
        {{"upsert", "a@b.c", "--service", "pixverse", "--max-jobs", "9"}, "maxJobs"},
        {{"get", "a@b.c", "--service", "dreamina"}, "the account is not named as in US:user@example.com"},
        {{"get", "no-email", "--service", "kling"}, "email holds no '@'"},
        {{"upsert", "no-email", "--service", "mureka"}, "email"}};
    for (const refused_account& each : cases) {
        const std::string why = refusal_of(each.given);
        BOOST_TEST(why.find(each.why) != std::string::npos, why);
        BOOST_TEST(why.find("no API token") == std::string::npos, why);
    }
}

BOOST_AUTO_TEST_CASE(account_that_its_service_accepts_gets_as_far_as_the_token)
{
    for (const words& given :
         std::vector<words>{{"upsert", "US:a@b.c", "--service", "dreamina"},
                            {"upsert", "a@b.c", "--service", "mureka"},
                            {"upsert", "a@b.c", "--service", "pixverse", "--max-jobs", "8"},
                            {"get", "12345", "--service", "minimax"},
                            {"delete", "CA:a@b.c", "--service", "dreamina"},
                            {"list", "--service", "kling"}})
        BOOST_TEST(refusal_of(given).find("no API token") != std::string::npos, given[1]);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
