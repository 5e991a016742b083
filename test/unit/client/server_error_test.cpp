#include "client/server_error.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;

namespace {

server_error read(int status, std::string_view body, std::vector<std::string_view> secrets = {})
{
    return read_server_error(status, body, secrets);
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_errors)

BOOST_AUTO_TEST_CASE(status_and_text_together_tell_the_code)
{
    struct row
    {
        int status;
        std::string body;
        errc expected;
    };

    const row rows[] = {
        {400, "{}", errc::request_refused},
        {401, R"({"error":"Unauthorized"})", errc::token_refused},
        {401, "", errc::token_refused},
        {401, R"({"error":"Wrong username/password combination."})", errc::credentials_refused},
        {401, R"({"error":{"message":"wrong USERNAME/password combination."}})", errc::credentials_refused},
        {401, R"({"error":"x","errorDetails":"Wrong username/password combination."})",
         errc::credentials_refused},
        {401, "Wrong username/password combination.", errc::credentials_refused},
        {401, R"({"error":"This account has been suspended."})", errc::account_suspended},
        {402, R"({"error":"Subscription expired"})", errc::subscription_exhausted},
        {402, "", errc::subscription_exhausted},
        {402, R"({"error":"Subscription quantity exceeded","code":402})", errc::no_place_left},
        {403, "<html><title>Forbidden</title></html>", errc::service_unavailable},
        {403, "<!DOCTYPE html><title>Just a moment...</title>", errc::service_unavailable},
        {403, R"({"error":"Forbidden"})", errc::request_refused},
        {400, "<html><head><title>400 Bad Request</title></head></html>", errc::service_unavailable},
        {401, "<html><title>401 Authorization Required</title></html>", errc::service_unavailable},
        {401, "<?xml version='1.0'?><Error>Wrong username/password</Error>", errc::service_unavailable},
        {402, "<html>Payment</html>", errc::service_unavailable},
        {404, "<html><title>404 Not Found</title></html>", errc::unexpected_content},
        {404, R"({"error":"Not Found"})", errc::unexpected_content},
        {404, R"({"message":"Not Found"})", errc::unexpected_content},
        {404, R"({"detail":"Not Found"})", errc::unexpected_content},
        {404, R"({"message":"no Route matched with those values"})", errc::unexpected_content},
        {404, "404 page not found\n", errc::unexpected_content},
        {404, "default backend - 404", errc::unexpected_content},
        {404, "Cannot POST /v1/accounts/a", errc::unexpected_content},
        {404, "", errc::not_found},
        {404, "{}", errc::not_found},
        {404, "Account user@example.com not found", errc::not_found},
        {405, "<html>Method Not Allowed</html>", errc::unexpected_content},
        {408, "<html></html>", errc::service_unavailable},
        {429, "<html></html>", errc::rate_limited},
        {500, "<html><title>Log in to your account</title></html>", errc::server_failed},
        {404, "Configuration not found. To create configuration use POST /accounts/email.", errc::not_found},
        {408, "", errc::service_unavailable},
        {409, "{}", errc::request_refused},
        {410, "{}", errc::request_refused},
        {412, "{}", errc::account_out_of_credits},
        {422, "{}", errc::request_refused},
        {429, "{}", errc::rate_limited},
        {500, R"({"error":"Login failed: bad gateway"})", errc::login_failed},
        {500, R"({"error":"Unable to log in to Runway"})", errc::login_failed},
        {500, R"({"error":"Invalid password"})", errc::login_failed},
        {500, R"({"error":"x","errorDetails":"account locked"})", errc::login_failed},
        {500, R"({"error":"Internal Server Error"})", errc::server_failed},
        {500, "", errc::server_failed},
        {501, "{}", errc::server_failed},
        {502, "{}", errc::service_unavailable},
        {503, "Login is busy", errc::service_unavailable},
        {504, "{}", errc::service_unavailable},
        {519, "{}", errc::server_failed},
        {520, "<html></html>", errc::service_unavailable},
        {524, "<html></html>", errc::service_unavailable},
        {525, "{}", errc::server_failed},
        {596, R"({"error":{"code":1}})", errc::account_in_error_state},
        {101, "", errc::unexpected_status},
        {302, "", errc::unexpected_status},
        {304, "", errc::unexpected_status},
        {600, "", errc::server_failed},
        {999, "", errc::server_failed},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.status << " " << r.body)
        {
            BOOST_TEST(read(r.status, r.body).code == r.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(texts_are_found_in_whatever_form_the_body_has)
{
    struct row
    {
        std::string body;
        std::string error;
        std::string details;
    };

    const row rows[] = {
        {R"({"error":"short","errorDetails":"long"})", "short", "long"},
        {R"({"error":{"message":"inner"}})", "inner", ""},
        {R"({"error":{"reason":1}})", R"({"reason":1})", ""},
        {R"({"error":null,"code":17})", "17", ""},
        {R"({"message":"m"})", "m", ""},
        {R"({"code":"E5"})", "E5", ""},
        {R"("just a string")", "just a string", ""},
        {"{}", "", ""},
        {"", "", ""},
        {"Configuration not found.", "Configuration not found.", ""},
        {"<!DOCTYPE html><html><head><title>521: Web server is down</title></head><body>x</body></html>",
         "521: Web server is down", ""},
        {"<html><body><h1>Bad</h1>\n  gateway</body></html>", "Bad gateway", ""},
        {"{\"error\":\"two\\nlines\\u0007\"}", "two lines", ""},
        {"broken \xff\xfe text", "broken ?? text", ""},
        {R"({"error":"unterminated)", R"({"error":"unterminated)", ""},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.body)
        {
            const server_error said = read(400, r.body);
            BOOST_TEST(said.error == r.error);
            BOOST_TEST(said.details == r.details);
        }
    }
}

BOOST_AUTO_TEST_CASE(texts_are_bounded_at_a_character)
{
    std::string body;
    for (int i = 0; i < 400; ++i)
        body += "\xC3\xA4";
    const server_error said = read(400, body);
    BOOST_TEST(said.error.size() == 512U);
    BOOST_TEST(read(400, 'x' + body).error.size() == 511U);
    BOOST_TEST(read(400, std::string(1000000, 'x')).error.size() == 512U);
}

BOOST_AUTO_TEST_CASE(secrets_that_come_back_are_blotted_out_in_every_form)
{
    struct row
    {
        std::string secret;
        std::string body;
        std::string error;
    };

    const row rows[] = {
        {"hunter22", "password hunter22 is wrong", "password [secret] is wrong"},
        {"hunter22", "xhunter22x hunter22", "x[secret]x [secret]"},
        {"pa\"ss\\word", R"({"error":{"given":"pa\"ss\\word"}})", R"({"given":"[secret]"})"},
        {"p@ss word", "url ?p=p%40ss%20word", "url ?p=[secret]"},
        {"x", "x is wrong, not xylophone", "[secret] is wrong, not xylophone"},
        {"", "nothing to hide", "nothing to hide"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.body)
        {
            BOOST_TEST(read(400, r.body, {r.secret}).error == r.error);
        }
    }
    // The secret is also replaced across the place where the text is cut.
    const std::string near_the_cut = std::string(505, 'a') + " hunter22hunter22";
    BOOST_TEST(read(400, near_the_cut, {"hunter22hunter22"}).error.find("hunter") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(time_to_wait_is_taken_from_the_body)
{
    struct row
    {
        std::string body;
        std::string expected;
    };

    const row rows[] = {
        {R"({"error":"x","retryAfter":"2024-12-22T09:10:00.000Z"})", "2024-12-22T09:10:00.000Z"},
        {R"({"retryAfter":30})", "30"},
        {R"({"retryAfter":-1})", "-1"},
        {R"({"retryAfter":1.5})", ""},
        {R"({"retryAfter":null})", ""},
        {R"({"retryAfter":{"message":"9"}})", ""},
        {R"({"retryAfter":")" + std::string(65, '9') + R"("})", ""},
        {R"(["retryAfter"])", ""},
        {"retryAfter: 30", ""},
        {"", ""},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT(r.body) BOOST_TEST(read(429, r.body).retry_after == r.expected);
}

BOOST_AUTO_TEST_CASE(field_is_shown_on_one_line_without_secrets)
{
    const std::vector<std::string_view> secrets = {"user:1-abcdef"};
    BOOST_TEST(readable_field("8f1c2a3b4c5d6e7f-FRA", secrets) == "8f1c2a3b4c5d6e7f-FRA");
    BOOST_TEST(readable_field("a\x1b[31m\tb\x7f", secrets) == "a [31m b");
    BOOST_TEST(readable_field("\xff", secrets) == "?");
    BOOST_TEST(readable_field("for user:1-abcdef.", secrets) == "for [secret].");
    BOOST_TEST(readable_field(std::string(500, 'a'), secrets) == std::string(128, 'a'));
    BOOST_TEST(readable_field("", secrets) == "");
}

BOOST_AUTO_TEST_SUITE_END()
