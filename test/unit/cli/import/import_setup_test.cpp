#include "cli/import/import_setup.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(import_setups)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

arguments import_with(words more)
{
    words all{"--config", "none", "accounts", "import", "in.csv"};
    all.insert(all.end(), more.begin(), more.end());
    return accept(all);
}

bulk::import_options options_with(words more)
{
    const arguments given = import_with(std::move(more));
    bulk::import_options made("in.csv");
    (void)printed_by(
        [&](console& out) { made = import_setup(given, secret("user:1234-abcdefgh"), out).options(); });
    return made;
}

std::string complaint_about(words more)
{
    const arguments given = import_with(std::move(more));
    std::string told;
    (void)printed_by([&](console& out) {
        try {
            (void)import_setup(given, secret("user:1234-abcdefgh"), out);
        } catch (const usage_error& refused) {
            told = refused.what();
        }
    });
    return told;
}

BOOST_AUTO_TEST_CASE(options_of_the_command_line_become_those_of_the_import)
{
    const bulk::import_options made = options_with({"--concurrency",
                                                    "8",
                                                    "--rate",
                                                    "0.5",
                                                    "--max-rejected",
                                                    "20",
                                                    "--limit",
                                                    "9",
                                                    "--grace",
                                                    "3",
                                                    "--wait-for-service",
                                                    "60",
                                                    "--timeout",
                                                    "45",
                                                    "--format",
                                                    "ndjson",
                                                    "--delimiter",
                                                    ";",
                                                    "--ignore-columns",
                                                    "--skip-invalid",
                                                    "--results",
                                                    "out.csv",
                                                    "--ledger",
                                                    "run.db",
                                                    "--verify",
                                                    "--retry-refused",
                                                    "--column",
                                                    "email=E-mail address"});
    BOOST_TEST(made.input() == "in.csv");
    BOOST_TEST(made.concurrency() == 8U);
    BOOST_TEST(made.rate() == 0.5);
    BOOST_TEST(made.max_rejected() == 20U);
    BOOST_TEST(made.max_rejected_percent() == 0U);
    BOOST_TEST(made.row_limit() == 9U);
    BOOST_TEST((made.grace() == 3s));
    BOOST_TEST((made.service_patience() == 60s));
    BOOST_TEST((made.row_timeout() == 45s));
    BOOST_TEST((made.format() == bulk::file_format::ndjson));
    BOOST_TEST(made.delimiter() == ';');
    BOOST_TEST(made.ignore_columns());
    BOOST_TEST(made.skip_invalid());
    BOOST_TEST(made.results() == "out.csv");
    BOOST_TEST(made.ledger() == "run.db");
    BOOST_TEST(made.verify());
    BOOST_TEST(made.retry_rejected());
    BOOST_TEST(made.columns().size() == 1U);
    BOOST_TEST(made.columns().front().first == "email");
    BOOST_TEST(made.columns().front().second == "E-mail address");
}

BOOST_AUTO_TEST_CASE(options_that_are_not_given_keep_the_defaults_of_the_library)
{
    const bulk::import_options made = options_with({});
    const bulk::import_options defaults("in.csv");
    BOOST_TEST(made.concurrency() == defaults.concurrency());
    BOOST_TEST(made.rate() == defaults.rate());
    BOOST_TEST(made.max_rejected() == defaults.max_rejected());
    BOOST_TEST(made.max_rejected_percent() == defaults.max_rejected_percent());
    BOOST_TEST((made.grace() == defaults.grace()));
    BOOST_TEST((made.service_patience() == defaults.service_patience()));
    BOOST_TEST((made.row_timeout() == defaults.row_timeout()));
    BOOST_TEST(made.ledger().empty());
    BOOST_TEST(made.service() == "runwayml");
}

BOOST_AUTO_TEST_CASE(share_of_refused_rows_is_a_limit_of_its_own)
{
    BOOST_TEST(options_with({"--max-rejected", "30%"}).max_rejected_percent() == 30U);
    BOOST_TEST(options_with({"--max-rejected", "30%"}).max_rejected() == 0U);
}

BOOST_AUTO_TEST_CASE(ledger_of_resume_is_named_after_the_input)
{
    BOOST_TEST(options_with({"--resume"}).ledger() == "in.csv.ledger");
}

BOOST_AUTO_TEST_CASE(options_that_cannot_go_together_are_refused_with_the_reason)
{
    const std::vector<std::pair<words, std::string>> cases{
        {{"--verify"}, "--verify and --retry-refused need a ledger: name one with --ledger, or --resume"},
        {{"--retry-refused"},
         "--verify and --retry-refused need a ledger: name one with --ledger, or --resume"},
        {{"--only-changes", "--resume"},
         "--only-changes and --plan compare with the service, and cannot be used with a ledger"},
        {{"--lease", "10", "--ledger", "run.db"},
         "--lease is for a ledger that workers share: name it with --ledger postgresql://..."},
        {{"--ledger", "host=db dbname=useapi"},
         "--ledger: a database is named by a URL, such as postgresql://HOST/DATABASE, and not by words such "
         "as host=... dbname=..."},
        {{"--ledger", "postgresql://user:hunter22@db/useapi"},
         "--ledger: a password does not belong on a command line, where other users of the machine can see "
         "it; set PGPASSWORD, or keep it in ~/.pgpass"},
        {{"--service", "mureka", "--only-changes"},
         "mureka names accounts by its own ids, so rows cannot be compared with its accounts; import "
         "--resume sends the rows that are not registered yet"},
        {{"--service", "kling", "--verify", "--resume"},
         "--verify: accounts of kling do not tell when they logged in, so the service cannot be asked about "
         "rows that may have been sent"}};
    for (const auto& [more, why] : cases)
        BOOST_TEST(complaint_about(more) == why);
}

BOOST_AUTO_TEST_CASE(words_of_a_connection_are_told_from_the_name_of_a_file)
{
    for (const char* const words_in_place_of_a_url :
         {"host=db", "user=u password=hunter22", "port = 5432", "  service=runs"})
        BOOST_TEST(complaint_about({"--ledger", words_in_place_of_a_url})
                       .starts_with("--ledger: a database is named by a URL"),
                   words_in_place_of_a_url);
    for (const char* const file : {"/srv/myhost=1.db", "report=1.db", "host", "user.db", "port 5432"})
        BOOST_TEST(complaint_about({"--ledger", file}) == "", file);
}

BOOST_AUTO_TEST_CASE(column_of_no_field_or_no_name_is_refused)
{
    for (const char* const column : {"email", "mail=E-mail", "email=", "=E-mail", "email=  "})
        BOOST_TEST(complaint_about({"--column", column}).starts_with("--column takes FIELD=NAME"), column);
    BOOST_TEST(complaint_about({"--service", "dreamina", "--column", "region=Land"}) == "");
    BOOST_TEST(complaint_about({"--column", "region=Land"}) != "");
}

BOOST_AUTO_TEST_CASE(standard_input_has_no_ledger_named_after_it)
{
    arguments given = import_with({"--resume"});
    given.bulk.file = "-";
    (void)printed_by([&](console& out) {
        BOOST_CHECK_THROW((void)import_setup(given, secret("user:1234-abcdefgh"), out), usage_error);
    });
}

BOOST_AUTO_TEST_CASE(import_without_any_token_is_refused_and_a_check_is_not)
{
    const arguments given = import_with({});
    (void)printed_by([&](console& out) {
        BOOST_CHECK_THROW((void)import_setup(given, secret(), out), usage_error);
        BOOST_CHECK_NO_THROW((void)import_setup::without_token(given, out));
    });
}

BOOST_AUTO_TEST_CASE(profile_has_its_own_token_url_and_limits_or_those_of_the_command_line)
{
    const temporary_folder folder;
    const std::string profiles =
        folder.file("profiles.toml", "[profiles.eu]\n"
                                     "token = \"user:1-of-eu-abcdefgh\"\n"
                                     "ca_file = \"eu.pem\"\n"
                                     "base_url = \"https://eu.example/v1/runwayml\"\n"
                                     "max_logins = 2\n"
                                     "rate = 0.5\n"
                                     "account_limit = 3\n"
                                     "[profiles.us]\n"
                                     "token = \"user:2-of-us-abcdefgh\"\n");
    const arguments given =
        import_with({"--profiles", profiles, "--concurrency", "40", "--max-logins", "7", "--account-limit",
                     "9", "--base-url", "https://us.example/v1/runwayml", "--ca-file", "all.pem"});
    (void)printed_by([&](console& out) {
        const import_setup setup(given, secret("user:3-of-none-abcdefgh"), out);
        const auto clients = setup.clients(out);
        BOOST_TEST(clients.size() == 3U);
        BOOST_TEST(clients.at("eu").base_url() == "https://eu.example/v1/runwayml");
        BOOST_TEST(clients.at("us").base_url() == "https://us.example/v1/runwayml");
        BOOST_TEST(clients.at("eu").tls().ca_file().ends_with("eu.pem"));
        BOOST_TEST(clients.at("us").tls().ca_file() == "all.pem");
        BOOST_TEST(clients.at("eu").token().reveal() == "user:1-of-eu-abcdefgh");
        BOOST_TEST(clients.at("").token().reveal() == "user:3-of-none-abcdefgh");
        BOOST_TEST(clients.at("eu").max_connections() == 2U);
        BOOST_TEST(clients.at("us").max_connections() == 7U);
        const auto& made = setup.options().profiles();
        BOOST_REQUIRE(made.size() == 3U);
        BOOST_TEST(made[0].name().empty());
        BOOST_TEST(made[1].name() == "eu");
        BOOST_TEST(made[1].account_limit() == 3U);
        BOOST_TEST(made[1].rate() == 0.5);
        BOOST_TEST(made[2].account_limit() == 9U);
        BOOST_TEST(made[2].max_logins() == 7U);
        BOOST_TEST(!setup.options().needs_profile());
        BOOST_TEST(import_setup(given, secret(), out).options().needs_profile());
    });
}

BOOST_AUTO_TEST_CASE(each_call_in_flight_has_a_connection)
{
    for (const auto& [more, connections] :
         {std::pair(words{}, 16U), std::pair(words{"--concurrency", "40"}, 40U),
          std::pair(words{"--concurrency", "40", "--max-logins", "7"}, 7U),
          std::pair(words{"--max-logins", "70"}, 16U)}) {
        const arguments given = import_with(more);
        (void)printed_by([&given, most = connections](console& out) {
            const import_setup setup(given, secret("user:1234-abcdefgh"), out);
            BOOST_TEST(setup.clients(out).at("").max_connections() == most);
        });
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
