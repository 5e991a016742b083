#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::test;

struct refused_case
{
    std::string_view name;
    std::vector<std::string> words;
    std::string_view said;
};

BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(bad_usage_fails_with_2_and_nothing_is_sent)
{
    service_run service;
    const std::string missing = service.folder().path("missing");
    const std::string empty = service.folder().file("empty", "\n");
    const std::vector<refused_case> cases{
        {"no command", {}, "a command is missing"},
        {"unknown command", {"accounts", "rename"}, "no command rename"},
        {"unknown option", {"accounts", "list", "--ledger", "x"}, "unknown option --ledger"},
        {"maxJobs 0", {"accounts", "upsert", "a@b.com", "--max-jobs", "0"}, "--max-jobs"},
        {"maxJobs 11",
         {"accounts", "upsert", "a@b.com", "--max-jobs", "11"},
         "11 is not a number of 1 to 10"},
        {"maxJobs in words", {"accounts", "upsert", "a@b.com", "--max-jobs", "five"}, "--max-jobs"},
        {"email missing", {"accounts", "get"}, "EMAIL is required"},
        {"email empty", {"accounts", "get", ""}, "email is empty"},
        {"email with a blank", {"accounts", "upsert", "a b@c.com"}, "email holds a blank at position 2"},
        {"email with a control", {"accounts", "upsert", "a\n@b.com"}, "email holds the byte 0x0A"},
        {"email with a slash", {"accounts", "delete", "a/b@c.com"}, "email holds '/'"},
        {"email with a letter beyond ASCII", {"accounts", "get", "\u00e9@b.com"}, "only ASCII is allowed"},
        {"email without @", {"accounts", "get", "user"}, "email holds no '@'"},
        {"workspace empty",
         {"accounts", "upsert", "a@b.com", "--use-workspace", ""},
         "useWorkspace is empty"},
        {"password file missing",
         {"accounts", "upsert", "a@b.com", "--password-file", missing},
         "No such file"},
        {"password empty",
         {"accounts", "upsert", "a@b.com", "--password-file", empty},
         "first line is empty"},
        {"token file missing", {"accounts", "list", "--token-file", missing}, "No such file"},
        {"token file empty", {"accounts", "list", "--token-file", empty}, "first line is empty"},
        {"base URL without TLS", {"accounts", "list", "--base-url", "http://127.0.0.1/"}, "https://"},
        {"CA file missing", {"accounts", "list", "--ca-file", missing}, "CA file"},
        {"time-out of 0", {"accounts", "list", "--timeout", "0"}, "--timeout"},
    };
    for (const refused_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const finished text = run_discreetly(service.command(each.words));
            BOOST_TEST(text.code == 2);
            BOOST_TEST(text.out == "");
            BOOST_TEST(text.err.find(each.said) != std::string::npos, text.err);

            const finished as_json =
                run_discreetly(service.command(each.words).word("--output").word("json"));
            BOOST_TEST(as_json.code == 2);
            BOOST_TEST(boost::json::parse(as_json.out).at("error").at("effect").as_string() == "none");
        }
    }
    BOOST_TEST(service.stop_and_count({"GET", "POST", "DELETE"}) == 0U);
}

BOOST_AUTO_TEST_CASE(proxy_variables_that_mean_nothing_here_are_told)
{
    const service_run service;
    const finished quoted =
        run(service.command({"accounts", "list"}).variable("HTTPS_PROXY", "\"http://127.0.0.1:1\""));
    BOOST_TEST(quoted.code == 2);
    BOOST_TEST(quoted.err.find("HTTPS_PROXY: leave out the quotes") != std::string::npos, quoted.err);
    for (const char* const list : {"https://127.0.0.1", "10.*.0.1", "\"localhost\"", "<local>"}) {
        const finished warned = run(service.command({"accounts", "list"})
                                        .variable("HTTPS_PROXY", "http://127.0.0.1:1")
                                        .variable("NO_PROXY", list));
        BOOST_TEST(warned.code == 0, warned.everything());
        BOOST_TEST(warned.err.find("has no effect here") != std::string::npos, warned.err);
    }
    const finished sound =
        run(service.command({"accounts", "list"})
                .variable("HTTPS_PROXY", "http://127.0.0.1:1")
                .variable("NO_PROXY", "*.example.com,.example.org, 10.0.0.0/8,[::1],localhost:80"));
    BOOST_TEST(sound.err == "no accounts are configured\n");
}

BOOST_AUTO_TEST_CASE(missing_token_fails_with_2)
{
    const finished ended = run(command_line({"accounts", "list"}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.err ==
               "useapi: error: no API token: set USEAPI_TOKEN, or name a file with --token-file\n");
}

BOOST_AUTO_TEST_CASE(token_that_no_header_can_carry_fails_with_2)
{
    const finished ended = run(command_line({"accounts", "list"}).variable("USEAPI_TOKEN", "hush\r\nX: y"));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.everything().find("hush") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(missing_password_without_terminal_fails_with_2)
{
    const service_run service;
    const finished refused = run(command_line({"accounts", "upsert", "a@b.com"})
                                     .variable("USEAPI_TOKEN", std::string(api_token))
                                     .variable("USEAPI_BASE_URL", service.base_url()));
    BOOST_TEST(refused.code == 2);
    BOOST_TEST(refused.err.find("no terminal to ask on") != std::string::npos, refused.err);
}

BOOST_AUTO_TEST_CASE(password_on_the_command_line_is_refused_and_not_repeated)
{
    const service_run service;
    const finished ended = run_discreetly(
        service.command({"accounts", "upsert", "a@b.com", "--password", std::string(account_password)}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.err.find("secrets are not taken from the command line") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
