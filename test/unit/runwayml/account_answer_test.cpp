#include "runwayml/account_answer.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;

BOOST_TEST_DONT_PRINT_LOG_VALUE(account_operation)

namespace {

constexpr std::string_view web_page =
    "<!DOCTYPE html>\n<html><head><title>Log in to the network</title></head></html>";

constexpr errc success{};

/** The outcome of each operation for one body. The effect `none` is that of a success. */
struct row
{
    const char* name;
    std::string_view body;
    errc upsert;
    effect of_upsert;
    errc get;
    errc remove;
};

std::optional<error> judged(account_operation operation, std::string_view body, account& out)
{
    const std::string_view secrets[] = {"user:1234-token", "hunter22"};
    return read_account_answer({operation, "user@example.com", secrets}, 200, body, out);
}

void check(account_operation operation, std::string_view body, errc expected, effect expected_effect)
{
    BOOST_TEST_CONTEXT("operation " << static_cast<int>(operation))
    {
        account out("as it was");
        const auto failure = judged(operation, body, out);
        BOOST_TEST(failure.has_value() == (expected != success));
        const bool reads = !failure && operation != account_operation::remove;
        BOOST_TEST(out.email() == (reads ? "user@example.com" : "as it was"));
        if (!failure)
            return;
        BOOST_TEST(failure->code() == expected);
        BOOST_TEST(failure->effect() == expected_effect);
        BOOST_TEST(failure->status() == 200);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(account_answers)

BOOST_AUTO_TEST_CASE(answer_of_200_is_a_success_only_where_it_is_about_the_account)
{
    using enum errc;
    const auto none = effect::none;
    const auto no = effect::rejected;
    const auto unknown = effect::unknown;
    const row rows[] = {
        {"account", R"({"email":"user@example.com","maxJobs":5})", success, none, success, success},
        {"no email", R"({"maxJobs":5,"jwt":{"token":"t"}})", success, none, success, success},
        {"email alone", R"({"email":"user@example.com"})", success, none, success, success},
        {"masked", R"({"email":"u***@example.com","maxJobs":5})", success, none, success, success},
        {"hidden", R"({"email":"***","maxJobs":5})", success, none, success, success},
        {"null error", R"({"email":"user@example.com","error":null})", success, none, success, success},
        {"empty error", R"({"email":"user@example.com","error":""})", success, none, success, success},

        {"another", R"({"email":"user2@example.com","maxJobs":5})", unexpected_content, unknown,
         unexpected_content, unexpected_content},
        {"another, masked", R"({"email":"v***@example.com","maxJobs":5})", unexpected_content, unknown,
         unexpected_content, unexpected_content},
        {"another by case", R"({"email":"User@example.com","maxJobs":5})", unexpected_content, unknown,
         unexpected_content, unexpected_content},
        {"another in error", R"({"email":"b@example.com","error":"Wrong username/password combination."})",
         unexpected_content, unknown, unexpected_content, unexpected_content},

        {"stored error", R"({"email":"user@example.com","maxJobs":5,"error":"Session expired"})",
         account_in_error_state, unknown, success, success},
        {"stored error, no email", R"({"maxJobs":5,"error":{"message":"Session expired"}})",
         account_in_error_state, unknown, success, success},
        {"wrong password, stored",
         R"({"email":"user@example.com","error":"Wrong username/password combination."})",
         credentials_refused, no, success, success},
        {"suspended, stored", R"({"email":"user@example.com","error":"This account has been suspended."})",
         account_suspended, no, success, success},

        {"wrong password", R"({"error":"Wrong username/password combination.","code":401})",
         credentials_refused, no, credentials_refused, credentials_refused},
        {"token", R"({"error":"Unauthorized","code":401})", token_refused, no, token_refused, token_refused},
        {"code as text", R"({"error":"Unauthorized","code":"401"})", token_refused, no, token_refused,
         token_refused},
        {"subscription", R"({"error":"Subscription expired","code":402})", subscription_exhausted, no,
         subscription_exhausted, subscription_exhausted},
        {"login failed", R"({"error":"Login failed: invalid credentials","code":500})", login_failed, no,
         login_failed, login_failed},
        {"busy", R"({"error":"Please wait","code":429})", rate_limited, no, rate_limited, rate_limited},
        {"trouble", R"({"error":"Bad gateway","code":502})", service_unavailable, unknown,
         service_unavailable, service_unavailable},
        {"no code", R"({"error":"Something is wrong"})", unexpected_content, unknown, unexpected_content,
         unexpected_content},
        {"strange code", R"({"error":"Something is wrong","code":7})", unexpected_content, unknown,
         unexpected_content, unexpected_content},
        {"error object", R"({"error":{"reason":"E1"}})", unexpected_content, unknown, unexpected_content,
         unexpected_content},

        {"empty object", "{}", unexpected_content, unknown, unexpected_content, success},
        {"other object", R"({"ok":true})", unexpected_content, unknown, unexpected_content, success},
        {"list", R"([{"email":"user@example.com"}])", unexpected_content, unknown, unexpected_content,
         success},
        {"nothing", "", unexpected_content, unknown, unexpected_content, success},
        {"prose", "OK", unexpected_content, unknown, unexpected_content, success},
        {"cut", R"({"email":"user@example.com")", unexpected_content, unknown, unexpected_content, success},
        {"web page", web_page, unexpected_content, unknown, unexpected_content, unexpected_content},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            const bool of_same_kind = r.get == r.upsert;
            check(account_operation::upsert, r.body, r.upsert, r.of_upsert);
            check(account_operation::get, r.body, r.get, of_same_kind ? r.of_upsert : unknown);
            check(account_operation::remove, r.body, r.remove, of_same_kind ? r.of_upsert : unknown);
        }
    }
}

BOOST_AUTO_TEST_CASE(email_of_the_answer_is_kept_where_it_is_whole)
{
    account out;
    BOOST_TEST(!judged(account_operation::get, R"({"email":"user@Example.COM","maxJobs":5})", out));
    BOOST_TEST(out.email() == "user@Example.COM");
    BOOST_TEST(!judged(account_operation::get, R"({"email":"us**@Example.COM","maxJobs":5})", out));
    BOOST_TEST(out.email() == "user@example.com");
}

BOOST_AUTO_TEST_CASE(text_of_the_server_is_told_without_secrets)
{
    account out;
    const auto failure =
        judged(account_operation::upsert,
               R"({"email":"user@example.com","error":"no hunter22","errorDetails":"user:1234-token"})", out);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->server_error() == "no [secret]");
    BOOST_TEST(failure->server_details() == "[secret]");
}

BOOST_AUTO_TEST_CASE(answer_about_another_account_shows_neither_email)
{
    account out;
    const auto failure = judged(account_operation::upsert, R"({"email":"b@example.com"})", out);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->message().find('@') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(list_is_one_only_where_it_holds_accounts_or_nothing)
{
    using enum errc;

    struct list_row
    {
        const char* name;
        int status;
        std::string_view body;
        errc expected;
        std::size_t accounts;
    };

    const list_row rows[] = {
        {"none", 200, "{}", success, 0},
        {"none, with blanks", 200, " {\n} ", success, 0},
        {"none, in prose", 404, "Configuration not found. To create configuration use POST /accounts/email.",
         success, 0},
        {"none, empty", 404, "", success, 0},
        {"one", 200, R"({"a@b.cd":{"maxJobs":5}})", success, 1},
        {"one in error", 200, R"({"a@b.cd":{"error":"Session expired"}})", success, 1},
        {"masked below its key", 200, R"({"a@b.cd":{"email":"*@b.cd"}})", success, 1},
        {"case differs", 200, R"({"a@b.cd":{"email":"A@B.cd"}})", success, 1},
        {"another below a key", 200, R"({"a@b.cd":{"email":"e@f.gh"}})", unexpected_content, 0},
        {"error", 200, R"({"error":"Unauthorized","code":401})", token_refused, 0},
        {"error without a code", 200, R"({"error":"Something is wrong"})", unexpected_content, 0},
        {"no accounts", 200, R"({"total":0})", unexpected_content, 0},
        {"array", 200, "[]", unexpected_content, 0},
        {"nothing", 200, "", unexpected_content, 0},
        {"web page", 200, web_page, unexpected_content, 0},
        {"web page of 404", 404, web_page, unexpected_content, 0},
        {"another server's 404", 404, R"({"error":"Not Found"})", unexpected_content, 0},
        {"another server's 404 in prose", 404, "404 page not found", unexpected_content, 0},
    };
    for (const list_row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            // A user who reads a list again would still see the account that was removed meanwhile.
            std::vector<account> read{account("of.before@b.cd")};
            const auto failure = read_accounts_answer({}, r.status, r.body, read);
            BOOST_TEST(failure.has_value() == (r.expected != success));
            if (!failure)
                BOOST_TEST(read.size() == r.accounts);
            else
                BOOST_TEST(failure->code() == r.expected);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
