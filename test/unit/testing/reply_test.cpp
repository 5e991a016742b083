#include "unit/testing/service_world.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

BOOST_AUTO_TEST_SUITE(replies)

BOOST_AUTO_TEST_CASE(bytes_of_a_reply_are_what_was_asked_for)
{
    struct row
    {
        const char* name;
        reply given;
        std::string bytes;
    };

    const row rows[] = {
        {"nothing", reply(), ""},
        {"silence", reply::silence(), ""},
        {"raw", reply("HTTP/1.1"), "HTTP/1.1"},
        {"raw, cut", reply("HTTP/1.1").cut_at(4), "HTTP"},
        {"empty", reply::of(200), "HTTP/1.1 200 Status\r\nContent-Length: 0\r\n\r\n"},
        {"content", reply::of(200, "abc"), "HTTP/1.1 200 Status\r\nContent-Length: 3\r\n\r\nabc"},
        {"no content", reply::of(204, "abc"), "HTTP/1.1 204 Status\r\n\r\n"},
        {"field", reply::of(204).add_field("A", "b"), "HTTP/1.1 204 Status\r\nA: b\r\n\r\n"},
        {"pause", reply::of(204).retry_after(std::chrono::hours(2)),
         "HTTP/1.1 204 Status\r\nRetry-After: 7200\r\n\r\n"},
        {"cut", reply::of(200, "abc").cut_at(43), "HTTP/1.1 200 Status\r\nContent-Length: 3\r\n\r\na"},
        {"cut beyond its end", reply::of(204).cut_at(1000), "HTTP/1.1 204 Status\r\n\r\n"},
        {"error", reply::error(401, "Unau\"thorized"),
         "HTTP/1.1 401 Status\r\nContent-Type: application/json\r\nContent-Length: 37\r\n\r\n"
         "{\"error\":\"Unau\\\"thorized\",\"code\":401}"},
    };
    for (const row& r : rows)
        BOOST_TEST_CONTEXT(r.name)
        {
            BOOST_TEST(r.given.bytes() == r.bytes);
        }
}

BOOST_AUTO_TEST_CASE(every_kind_of_reply_reaches_the_caller_as_its_outcome)
{
    struct row
    {
        const char* name;
        reply given;
        errc expected;
        effect left;
    };

    const reply account = reply::account(runwayml::account("user@example.com"));
    const row rows[] = {
        {"account", account, errc{}, effect::none},
        {"account, late", reply(account).after(14s), errc{}, effect::none},
        {"account, then the end", reply(account).then(reply::ending::close), errc{}, effect::none},
        {"account, and a stray one", reply(account).followed_by(account.bytes()), errc{}, effect::none},
        {"token refused", reply::error(401, "Unauthorized"), errc::token_refused, effect::rejected},
        {"credentials refused", reply::error(401, "Wrong username/password combination."),
         errc::credentials_refused, effect::rejected},
        {"refused in its details", reply::error(401, "No", "Wrong username/password combination."),
         errc::credentials_refused, effect::rejected},
        {"suspended", reply::error(401, "This account has been suspended."), errc::account_suspended,
         effect::rejected},
        {"login failed", reply::error(500, "Login failed: upstream"), errc::login_failed, effect::rejected},
        {"busy", reply::error(429, "Too many requests"), errc::rate_limited, effect::rejected},
        {"busy for long", reply::error(429, "Too many requests").retry_after(1h), errc::rate_limited,
         effect::rejected},
        {"account in error", reply::account(runwayml::account("user@example.com").error("Session expired")),
         errc::account_in_error_state, effect::unknown},
        {"another account", reply::account(runwayml::account("b@example.com")), errc::unexpected_content,
         effect::unknown},
        {"no content", reply::of(200, "not JSON"), errc::unexpected_content, effect::unknown},
        {"not HTTP", reply("hello\r\n\r\n"), errc::malformed_response, effect::unknown},
        {"cut", reply(account).cut_at(60).then(reply::ending::close), errc::connection_lost, effect::unknown},
        {"broken", reply().then(reply::ending::reset), errc::connection_lost, effect::unknown},
        {"closed", reply().then(reply::ending::close), errc::connection_lost, effect::unknown},
        {"silence", reply::silence(), errc::attempt_timed_out, effect::unknown},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            service_world w;
            memory_network network(w.context, w.clock, [&](const received_request&) { return r.given; });
            const client made = network.make_client(service_world::options().attempt_timeout(15s));
            const auto outcome = w.upsert(made);
            if (r.expected == errc{}) {
                BOOST_TEST(outcome.has_value());
            } else {
                BOOST_TEST_REQUIRE(!outcome.has_value());
                BOOST_TEST(outcome.error().code() == r.expected);
                BOOST_TEST(outcome.error().effect() == r.left);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(account_arrives_with_every_part_that_was_set)
{
    using time = runwayml::jwt::time_point;
    const runwayml::account sent =
        runwayml::account("user@example.com")
            .password(secret("****"))
            .max_jobs(5)
            .use_workspace("team-7")
            .error("it \"broke\"")
            .jwt(runwayml::jwt()
                     .token(secret("abc.def.ghi"))
                     .id("17")
                     .issued_at(time(std::chrono::milliseconds(1'734'858'598'864)))
                     .expires_at(time(std::chrono::milliseconds(1'734'945'000'001))));
    service_world w;
    memory_network network(w.context, w.clock, [&](const received_request&) { return reply::account(sent); });
    const auto outcome = w.get(network.make_client(service_world::options()), "user@example.com");
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->email() == "user@example.com");
    BOOST_TEST((outcome->password() == sent.password()));
    BOOST_TEST(outcome->max_jobs().value() == 5);
    BOOST_TEST(outcome->use_workspace().value() == "team-7");
    BOOST_TEST(outcome->error().value() == "it \"broke\"");
    BOOST_TEST((outcome->jwt()->token() == sent.jwt()->token()));
    BOOST_TEST(outcome->jwt()->id().value() == "17");
    BOOST_TEST((outcome->jwt()->issued_at() == sent.jwt()->issued_at()));
    BOOST_TEST((outcome->jwt()->expires_at() == sent.jwt()->expires_at()));
}

BOOST_AUTO_TEST_CASE(list_of_accounts_arrives_and_an_empty_one_is_the_404_of_the_service)
{
    service_world w;
    std::vector<runwayml::account> held;
    memory_network network(w.context, w.clock, [&](const received_request& request) {
        BOOST_TEST(request.path() == "/v1/runwayml/accounts");
        return reply::accounts(held);
    });
    const client made = network.make_client(service_world::options());
    BOOST_TEST(w.list(made).value().empty());
    held.push_back(runwayml::account("b@example.com").use_workspace("true"));
    held.push_back(runwayml::account("a@example.com").max_jobs(3));
    const auto listed = w.list(made).value();
    BOOST_TEST_REQUIRE(listed.size() == 2U);
    BOOST_TEST(listed[0].email() == "b@example.com");
    BOOST_TEST(listed[0].use_workspace().value() == "true");
    BOOST_TEST(listed[1].max_jobs().value() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
