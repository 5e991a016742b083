#include "client/call/shown_request.hpp"
#include "unit/client/world.hpp"
#include "unit/vocabulary/shell_words.hpp"

#include <useapi/kling.hpp>
#include <useapi/runwayml.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

using detail::outline_of;
using detail::shown_content;
using detail::to_curl;
using words = std::vector<std::string>;

constexpr std::string_view api_token = "user:1234-abcdefghijklmnop";

std::string shown(std::string_view target, std::string_view fields = {}, std::string_view content = {},
                  std::optional<shown_content> known = {})
{
    const std::string wire = "POST " + std::string(target) + " HTTP/1.1\r\nHost: s.test\r\n" +
                             std::string(fields) + "\r\n" + std::string(content);
    const std::string_view secrets[] = {api_token};
    return to_curl(outline_of(wire, std::move(known), secrets));
}

bool has(const words& all, const std::string& one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

/** The text that the error of a refused call gives. */
template <class Start>
error refused_by(world& w, Start start)
{
    std::optional<error> failure;
    start([&failure](const auto& outcome) { failure = outcome.error(); });
    w.run();
    BOOST_TEST_REQUIRE(failure.has_value());
    return *failure;
}

} // namespace

BOOST_AUTO_TEST_SUITE(shown_requests)

BOOST_AUTO_TEST_CASE(what_may_be_secret_is_not_shown)
{
    const std::string begin = "curl --request POST ";

    struct row
    {
        const char* name;
        std::string got;
        std::string expected;
    };

    const row rows[] = {
        {"own fields", shown("/a", "Authorization: Bearer xyz\r\nContent-Length: 3\r\nAccept: a/b\r\n"),
         begin +
             R"(--header 'Authorization: Bearer '"$USEAPI_TOKEN" --header 'Accept: a/b' https://s.test/a)"},
        {"a cookie", shown("/a", "Cookie: id=secret\r\n"),
         begin + R"(--header 'Cookie: '"$FIELD_COOKIE" https://s.test/a)"},
        {"another scheme", shown("/a", "Authorization: Basic secret\r\n"),
         begin + R"(--header 'Authorization: '"$FIELD_AUTHORIZATION" https://s.test/a)"},
        {"a hostile name", shown("/a", "x-`$'!: secret\r\n"),
         begin + R"(--header 'x-`$'\''!: '"$FIELD_X_____" https://s.test/a)"},
        {"unknown content", shown("/a", {}, "secret"), begin + R"(--data-raw "$CONTENT" https://s.test/a)"},
        {"known content", shown("/a", {}, "secret", shown_content{"{{A_B}}", 1}),
         begin + R"(--data-raw "$A_B" https://s.test/a)"},
        {"content that looks like a mark",
         shown("/a", {}, "secret", shown_content{"{{USEAPI_TOKEN}} {{A}}", 1}),
         begin + R"(--data-raw "$CONTENT" https://s.test/a)"},
        {"parameters", shown("/a?email=a&Access_Token=secret&sig=secret&b&%74oken=secret"),
         begin + "'https://s.test/a?email=a&Access_Token=***&sig=***&b&%74oken=***'"},
        {"the token in an open place",
         shown("/user:1234-abcdefghijklmnop/user%3A1234-abcdefghijklmnop",
               "Accept: user:1234-abcdefghijklmnop\r\n"),
         begin + "--globoff --header 'Accept: [secret]' 'https://s.test/[secret]/[secret]'"},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT(r.name)
        {
            BOOST_TEST(r.got == r.expected);
        }
}

BOOST_AUTO_TEST_CASE(error_shows_the_request_of_an_upsert_without_its_password)
{
    const std::string password = "it's $(id) \"{{USEAPI_TOKEN}}\"";
    for (const auto encoding :
         {runwayml::content_encoding::json, runwayml::content_encoding::multipart_form_data}) {
        world w({reply::of(401, R"({"error":"no"})")});
        const client c = w.make_client();
        const auto settings = runwayml::account_settings("o'neill@example.com", secret(password))
                                  .max_jobs(5)
                                  .encoding(encoding);
        const error failed = refused_by(
            w, [&](auto handler) { runwayml::async_upsert_account(c, settings, std::move(handler)); });
        const std::string line = failed.to_curl();
        BOOST_TEST(line.find("$(id)") == std::string::npos);
        BOOST_TEST(line.find(api_token) == std::string::npos);
        // JSON writes this password as it is, so the shell makes exactly the same request.
        ::setenv("ACCOUNT_PASSWORD", "plain", 1);
        ::setenv("USEAPI_TOKEN", std::string(api_token).c_str(), 1);
        const words got = arguments_of_curl(line);
        ::unsetenv("ACCOUNT_PASSWORD");
        ::unsetenv("USEAPI_TOKEN");
        BOOST_TEST(has(got, "Authorization: Bearer " + std::string(api_token)));
        BOOST_TEST(has(got, "https://service.test/v1/accounts/o%27neill%40example.com") ==
                   (got.back().find("%27") != std::string::npos));
        if (encoding == runwayml::content_encoding::json)
            BOOST_TEST(has(got, R"({"email":"o'neill@example.com","password":"plain","maxJobs":5})"));
        else
            BOOST_TEST(line.find("name=\"password\"\r\n\r\n'\"$ACCOUNT_PASSWORD\"'\r\n") !=
                       std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(error_shows_the_request_of_another_service_without_its_secrets)
{
    world w({reply::of(400, R"({"error":"no"})")});
    const client c = w.make_client();
    const error failed = refused_by(w, [&](auto handler) {
        kling::async_upsert_account(
            c, kling::account_settings("a@example.com", secret("hidden-away")).max_jobs(5),
            std::move(handler));
    });
    const std::string line = failed.to_curl();
    BOOST_TEST(line.find("hidden-away") == std::string::npos);
    BOOST_TEST(line.find("\"password\":\"'\"$ACCOUNT_PASSWORD\"'\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(error_of_send_shows_neither_its_content_nor_its_fields)
{
    world w({reply::of(422, "{}")});
    const client c = w.make_client();
    const error failed = refused_by(w, [&](auto handler) {
        async_send(c.with(call_options().add_field("X-Api-Key", "hidden-1")),
                   http::request("PATCH", "/things/1")
                       .add_field("Cookie", "hidden-2")
                       .content("text/plain", "hidden-3"),
                   std::move(handler));
    });
    const std::string line = failed.to_curl();
    BOOST_TEST(line.find("hidden") == std::string::npos);
    BOOST_TEST(line.starts_with("curl --request PATCH --header 'Authorization: Bearer '\"$USEAPI_TOKEN\""));
    BOOST_TEST(line.find(R"(--header 'X-Api-Key: '"$FIELD_X_API_KEY")") != std::string::npos);
    BOOST_TEST(line.ends_with(R"(--data-raw "$CONTENT" https://service.test/v1/things/1)"));
}

BOOST_AUTO_TEST_CASE(error_without_an_attempt_shows_no_request)
{
    world w;
    const client c = w.make_client();
    const auto refused = w.start(c, http::request("GET", "no slash"));
    const auto cancelled = w.start(c);
    cancelled->cancel.emit(boost::asio::cancellation_type::terminal);
    w.run();
    BOOST_TEST_REQUIRE(!refused->succeeded());
    BOOST_TEST(refused->failure().to_curl().empty());
    BOOST_TEST_REQUIRE(!cancelled->succeeded());
    BOOST_TEST(cancelled->failure().to_curl().empty());
}

BOOST_AUTO_TEST_CASE(attempt_without_a_connection_shows_its_request)
{
    world w;
    w.network->expect_connects({connect_outcome::failure(errc::connect_failed)});
    const client c = w.make_client();
    const auto failed = w.start(c.with(call_options().max_attempts(1)));
    w.run();
    BOOST_TEST_REQUIRE(!failed->succeeded());
    BOOST_TEST(failed->failure().to_curl().ends_with(" https://service.test/v1/x"));
}

BOOST_AUTO_TEST_SUITE_END()
