#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace useapi::test;
namespace json = boost::json;

const std::string user = "user@example.com";

// All of standard output must be one JSON text.
json::object parse(const finished& ended)
{
    return json::parse(ended.out).as_object();
}

std::string_view error_code(const finished& ended)
{
    static thread_local json::object kept;
    kept = parse(ended);
    return kept.at("error").at("code").as_string();
}

BOOST_AUTO_TEST_SUITE(accounts)

BOOST_AUTO_TEST_CASE(account_from_upsert_to_delete_is_shown_as_text)
{
    const service_run service;
    const finished upserted =
        run_discreetly(service.command({"accounts", "upsert", user, "--max-jobs", "3"}));
    BOOST_TEST(upserted.code == 0, upserted.everything());
    BOOST_TEST(upserted.out.starts_with("registered user@example.com, token expires 20"));
    BOOST_TEST(upserted.err == "");

    const finished shown = run_discreetly(service.command({"accounts", "get", user}));
    BOOST_TEST(shown.code == 0);
    BOOST_TEST(shown.out.find("max jobs       3\n") != std::string::npos);
    BOOST_TEST(shown.out.find("state          ok\n") != std::string::npos);

    const finished listed = run_discreetly(service.command({"accounts", "list"}));
    BOOST_TEST(listed.code == 0);
    BOOST_TEST(listed.out.find("user@example.com  3     -") != std::string::npos);

    const finished deleted = run_discreetly(service.command({"accounts", "delete", user}));
    BOOST_TEST(deleted.code == 0);
    BOOST_TEST(deleted.out == "deleted user@example.com\n");

    const finished empty = run_discreetly(service.command({"accounts", "list"}));
    BOOST_TEST(empty.code == 0);
    BOOST_TEST(empty.out == "");
    BOOST_TEST(empty.err == "no accounts are configured\n");
}

BOOST_AUTO_TEST_CASE(account_from_upsert_to_delete_is_shown_as_json)
{
    const service_run service;
    const auto call = [&](std::vector<std::string> words) {
        const finished ended =
            run_discreetly(service.command(std::move(words)).word("--output").word("json"));
        BOOST_TEST(ended.code == 0, ended.everything());
        BOOST_TEST(ended.err == "");
        return parse(ended);
    };
    const json::object upserted = call({"accounts", "upsert", user, "--use-workspace", "team-7"});
    BOOST_TEST(upserted.at("account").at("email").as_string() == user);
    BOOST_TEST(upserted.at("account").at("maxJobs").as_int64() == 5);
    BOOST_TEST(upserted.at("account").at("useWorkspace").as_string() == "team-7");
    BOOST_TEST(upserted.at("account").at("state").as_string() == "ok");
    BOOST_TEST(upserted.at("account").at("error").is_null());
    BOOST_TEST((call({"accounts", "get", user}) == upserted));
    BOOST_TEST((call({"accounts", "list"}).at("accounts").as_array().at(0) == upserted.at("account")));
    BOOST_TEST(call({"accounts", "delete", user}).at("deleted").as_string() == user);
    BOOST_TEST(call({"accounts", "list"}).at("accounts").as_array().empty());
}

BOOST_AUTO_TEST_CASE(unknown_account_fails_with_1)
{
    const service_run service;
    for (const char* const name : {"get", "delete"}) {
        BOOST_TEST_CONTEXT(name)
        {
            const finished text = run_discreetly(service.command({"accounts", name, user}));
            BOOST_TEST(text.code == 1);
            BOOST_TEST(text.out == "");
            BOOST_TEST(text.err.starts_with("useapi: error: user@example.com: no such account"), text.err);
            const finished as_json =
                run_discreetly(service.command({"accounts", name, user, "--output", "json"}));
            BOOST_TEST(as_json.code == 1);
            BOOST_TEST(error_code(as_json) == "not_found");
        }
    }
}

BOOST_AUTO_TEST_CASE(refused_account_fails_with_1_and_is_not_retried)
{
    service_run service({"--fault", "wrong-password,email=wrong@example.com", "--fault",
                         "suspended,email=suspended@example.com"});
    const finished wrong =
        run_discreetly(service.command({"accounts", "upsert", "wrong@example.com", "--output", "json"}));
    BOOST_TEST(wrong.code == 1);
    BOOST_TEST(error_code(wrong) == "credentials_refused");
    const finished suspended =
        run_discreetly(service.command({"accounts", "upsert", "suspended@example.com", "--output", "json"}));
    BOOST_TEST(suspended.code == 1);
    BOOST_TEST(error_code(suspended) == "account_suspended");
    BOOST_TEST(parse(suspended).at("error").at("effect").as_string() == "rejected");
    BOOST_TEST(parse(suspended).at("error").at("status").as_int64() == 401);
    BOOST_TEST(parse(suspended).at("error").at("attempts").as_int64() == 1);
    BOOST_TEST(service.stop_and_count({"POST"}) == 2U);
}

BOOST_AUTO_TEST_CASE(refused_token_fails_with_3)
{
    const temporary_folder folder;
    const service_run service({"--accept-tokens", folder.file("tokens", "user:9876-somebody-else\n")});
    const finished text = run_discreetly(service.command({"accounts", "list"}));
    BOOST_TEST(text.code == 3);
    BOOST_TEST(text.out == "");
    BOOST_TEST(text.err.find("the API token is refused") != std::string::npos);
    BOOST_TEST(text.err.find("USEAPI_TOKEN") != std::string::npos);
    const finished as_json =
        run_discreetly(service.command({"accounts", "upsert", user, "--output", "json"}));
    BOOST_TEST(as_json.code == 3);
    BOOST_TEST(error_code(as_json) == "token_refused");
}

BOOST_AUTO_TEST_CASE(token_file_is_preferred_to_the_environment)
{
    const temporary_folder folder;
    const std::string token = folder.file("token", "user:9876-somebody-else\nsecond line\n");
    const service_run service({"--accept-tokens", token});
    const finished ended = run_discreetly(service.command({"accounts", "list", "--token-file", token}));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(ended.err == "no accounts are configured\n");
    std::filesystem::permissions(token, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const finished warned = run_discreetly(service.command({"accounts", "list", "--token-file", token}));
    BOOST_TEST(warned.code == 0);
    BOOST_TEST(warned.err.find("warning: others may read") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unreachable_service_fails_with_4)
{
    const service_run service;
    const command_line line = service.command({"accounts", "list", "--base-url", "https://127.0.0.1:1/v1",
                                               "--max-attempts", "1", "--output", "json"});
    const finished ended = run_discreetly(line);
    BOOST_TEST(ended.code == 4);
    BOOST_TEST(error_code(ended) == "connect_failed");
    BOOST_TEST(parse(ended).at("error").at("effect").as_string() == "none");
}

BOOST_AUTO_TEST_CASE(untrusted_authority_fails_with_4_and_says_why)
{
    const service_run trusted;
    const service_run other;
    const finished ended =
        run_discreetly(trusted.command({"accounts", "list", "--base-url", other.base_url()}));
    BOOST_TEST(ended.code == 4);
    BOOST_TEST(ended.err.find("the server's certificate was not accepted") != std::string::npos, ended.err);
    BOOST_TEST(ended.err.find("--ca-file") != std::string::npos, ended.err);

    const finished missing =
        run_discreetly(trusted.command({"accounts", "list", "--ca-file", "no-such-file.pem"}));
    BOOST_TEST(missing.code == 2);
    BOOST_TEST(missing.err.find("'no-such-file.pem' cannot be read: No such file") != std::string::npos,
               missing.err);

    const service_run expired({"--expired-certificate"});
    const finished too_late = run_discreetly(expired.command({"accounts", "list"}));
    BOOST_TEST(too_late.code == 4);
    BOOST_TEST(too_late.err.find("expired on") != std::string::npos, too_late.err);
    BOOST_TEST(too_late.err.find("--ca-file") == std::string::npos, too_late.err);
}

BOOST_AUTO_TEST_CASE(service_in_trouble_fails_with_4_after_its_attempts)
{
    service_run service({"--fault", "status=503"});
    const finished ended =
        run_discreetly(service.command({"accounts", "list", "--max-attempts", "2", "--output", "json"}));
    BOOST_TEST(ended.code == 4);
    BOOST_TEST(error_code(ended) == "service_unavailable");
    BOOST_TEST(parse(ended).at("error").at("attempts").as_int64() == 2);
    BOOST_TEST(service.stop_and_count({"GET"}) == 2U);
}

BOOST_AUTO_TEST_CASE(error_in_json_says_how_long_the_service_asked_to_wait)
{
    for (const std::string fault : {"status=429,retry-after=30", "status=429,retry-after=date+30",
                                    R"(status=429,retry-after=none,body={"retryAfter":30})"}) {
        BOOST_TEST_CONTEXT(fault)
        {
            const service_run service({"--fault", fault});
            const finished ended = run_discreetly(
                service.command({"accounts", "list", "--max-attempts", "1", "--output", "json"}));
            BOOST_TEST(ended.code == 1);
            BOOST_TEST(error_code(ended) == "rate_limited");
            const boost::json::value failure = parse(ended).at("error");
            BOOST_TEST(failure.at("retry_after_ms").to_number<int>() >= 29000);
            BOOST_TEST(failure.at("retry_after_ms").to_number<int>() <= 30000);
            BOOST_TEST(!failure.as_object().contains("request_id"));
        }
    }
}

BOOST_AUTO_TEST_CASE(silent_service_fails_with_4_at_the_time_out)
{
    const service_run service({"--fault", "stall"});
    const finished ended =
        run_discreetly(service.command({"accounts", "upsert", user, "--timeout", "0.2", "--output", "json"}));
    BOOST_TEST(ended.code == 4);
    BOOST_TEST(error_code(ended) == "timed_out");
    BOOST_TEST(parse(ended).at("error").at("effect").as_string() == "unknown");
    BOOST_TEST(ended.err.find("it may be registered all the same") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(failed_login_is_never_repeated)
{
    service_run service({"--fault", "status=500,method=POST"});
    const finished ended = run_discreetly(service.command({"accounts", "upsert", user, "--output", "json"}));
    BOOST_TEST(ended.code == 1);
    BOOST_TEST(error_code(ended) == "login_failed");
    BOOST_TEST(service.stop_and_count({"POST"}) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
