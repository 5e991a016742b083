#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

reply busy(int status, std::string_view retry_after)
{
    return reply::of(status, "{}").add_field("Retry-After", std::string(retry_after));
}

} // namespace

BOOST_AUTO_TEST_SUITE(retries)

BOOST_AUTO_TEST_CASE(transient_answers_are_tried_again_until_success)
{
    for (const int status : {408, 429, 502, 503, 504, 520, 524, 500}) {
        BOOST_TEST_CONTEXT("status " << status)
        {
            world w({reply::of(status, "{}")});
            const auto client = w.make_client();
            const auto call = w.start(client);
            w.run();
            BOOST_TEST(call->succeeded());
            BOOST_TEST(w.network->requests().size() == 2U);
            BOOST_TEST(w.network->connects() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(definite_answers_are_not_tried_again)
{
    struct row
    {
        int status;
        const char* body;
        errc expected;
    };

    const row rows[] = {
        {400, "{}", errc::request_refused},
        {401, R"({"error":"Unauthorized"})", errc::token_refused},
        {401, R"({"error":"Wrong username/password combination."})", errc::credentials_refused},
        {401, R"({"error":"This account has been suspended."})", errc::account_suspended},
        {402, "", errc::subscription_exhausted},
        {403, R"({"error":"Forbidden"})", errc::request_refused},
        {409, "{}", errc::request_refused},
        {412, "{}", errc::account_out_of_credits},
        {500, R"({"error":"Login failed: upstream"})", errc::login_failed},
        {501, "{}", errc::server_failed},
        {596, "{}", errc::account_in_error_state},
        {301, "", errc::unexpected_status},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT("status " << r.status << " " << r.body)
        {
            world w({reply::of(r.status, r.body)});
            const auto client = w.make_client();
            const auto call = w.start(client);
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            BOOST_TEST(call->failure().code() == r.expected);
            BOOST_TEST(call->failure().status() == r.status);
            BOOST_TEST(call->failure().effect() == effect::rejected);
            BOOST_TEST(w.network->requests().size() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(attempts_are_limited)
{
    world w(std::vector<reply>(10, reply::of(429, "{}")));
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::rate_limited);
    BOOST_TEST(call->failure().attempts() == 4U);
    BOOST_TEST(call->failure().retry_refusal() == retry_refusal::attempts_exhausted);
    BOOST_TEST(w.network->requests().size() == 4U);
}

BOOST_AUTO_TEST_CASE(retry_after_is_waited_for_by_every_call)
{
    world w({busy(429, "7")});
    const auto client = w.make_client(world::options().max_connections(1));
    const auto first = w.start(client);
    w.run_for(1s);
    const auto second = w.start(client);
    w.run();
    BOOST_TEST(first->succeeded());
    BOOST_TEST(first->at.count() >= 7000);
    BOOST_TEST(first->at.count() <= 9001);
    BOOST_TEST(second->succeeded());
    BOOST_TEST(second->at.count() >= 7000);
    BOOST_TEST(second->at.count() <= 9001);
}

BOOST_AUTO_TEST_CASE(retry_after_as_a_date_is_held_against_the_date_of_the_answer)
{
    const std::string_view clocks[][2] = {
        {"Sun, 22 Dec 2024 05:13:20 GMT", "Sun, 22 Dec 2024 05:13:24 GMT"},
        {"Sun, 22 Dec 2024 03:13:20 GMT", "Sun, 22 Dec 2024 03:13:24 GMT"},
    };
    for (const auto& [date, until] : clocks) {
        BOOST_TEST_CONTEXT(date)
        {
            world w({busy(429, until).add_field("Date", std::string(date))});
            const auto client = w.make_client(world::options().timeout(2h));
            const auto call = w.start(client);
            w.run();
            BOOST_TEST(call->succeeded());
            BOOST_TEST(call->at.count() == 4000);
        }
    }
}

BOOST_AUTO_TEST_CASE(retry_after_beyond_the_deadline_ends_the_call_now)
{
    world w({busy(503, "61")});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(1s);
    BOOST_TEST_REQUIRE(call->completions == 1U);
    BOOST_TEST(call->failure().code() == errc::service_unavailable);
    BOOST_TEST(call->failure().retry_refusal() == retry_refusal::retry_after_too_far);
    const auto held_back = w.start(client);
    w.run();
    BOOST_TEST(held_back->failure().code() == errc::rate_limited);
    BOOST_TEST(held_back->failure().effect() == effect::none);
    BOOST_TEST(held_back->failure().attempts() == 0U);
}

BOOST_AUTO_TEST_CASE(budget_ends_retries_when_most_calls_fail)
{
    world w(std::vector<reply>(400, reply::of(503, "{}")));
    auto options = world::options().timeout(10min);
    options.retry(retry_options().budget_floor(5).busy_base_delay(1ms).max_delay(2ms));
    const auto client = w.make_client(options);
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < 50; ++i)
        calls.push_back(w.start(client));
    w.run();
    unsigned exhausted = 0;
    for (const auto& call : calls)
        exhausted += call->failure().retry_refusal() == retry_refusal::budget_exhausted;
    BOOST_TEST(exhausted >= 40U);
    BOOST_TEST(w.network->requests().size() <= 50U + 5U + 10U);
}

BOOST_AUTO_TEST_CASE(idempotent_request_is_sent_again_after_a_reset)
{
    world w({reply().then(reply::ending::reset), reply::of(200, "{}")});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(w.network->connects() == 2U);
}

BOOST_AUTO_TEST_CASE(other_request_is_not_sent_again_after_a_reset)
{
    world w({reply().then(reply::ending::reset)});
    const auto client = w.make_client();
    const auto call = w.start(client, http::request("POST", "/x"));
    w.run();
    BOOST_TEST(call->failure().code() == errc::connection_lost);
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(call->failure().retry_refusal() == retry_refusal::not_idempotent);
}

BOOST_AUTO_TEST_CASE(unknown_outcomes_are_re_sent_twice_at_most)
{
    world w(std::vector<reply>(5, reply("HTTP/1.1 200 OK\r\nContent-Le").then(reply::ending::close)));
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::connection_lost);
    BOOST_TEST(call->failure().retry_refusal() == retry_refusal::unknown_exhausted);
    BOOST_TEST(w.network->requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(unknown_outcome_followed_by_a_failure_stays_unknown)
{
    world w({reply().then(reply::ending::reset)});
    w.network->expect_connects({connect_outcome::success(), connect_outcome::failure(errc::connect_failed),
                                connect_outcome::failure(errc::connect_failed),
                                connect_outcome::failure(errc::connect_failed)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::connect_failed);
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(call->failure().attempts() == 4U);
}

BOOST_AUTO_TEST_CASE(attempt_time_out_closes_the_connection_and_tries_again)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(call->at.count() >= 20000);
    BOOST_TEST(call->at.count() <= 20400);
    BOOST_TEST(w.network->open() == 1U);
}

BOOST_AUTO_TEST_CASE(
    refusal_after_a_lost_answer_is_the_last_word_only_where_the_earlier_attempt_was_refused_too)
{
    struct
    {
        const char* name;
        const char* method;
        reply answer;
        effect expected;
    } const cases[] = {
        {"token refused", "PUT", reply::of(401, R"({"error":"Unauthorized"})"), effect::unknown},
        {"subscription exhausted", "PUT", reply::of(402, "{}"), effect::unknown},
        {"forbidden", "PUT", reply::of(403, "{}"), effect::unknown},
        {"gone", "DELETE", reply::of(404, "{}"), effect::unknown},
        {"conflict with the first one", "PUT", reply::of(409, "{}"), effect::unknown},
        {"out of credits", "PUT", reply::of(412, "{}"), effect::unknown},
        {"login failed", "PUT", reply::of(500, R"({"error":"Login failed: captcha"})"), effect::unknown},
        {"account in error state", "PUT", reply::of(596, "{}"), effect::unknown},
        {"wrong password", "PUT", reply::of(401, R"({"error":"Wrong username/password combination."})"),
         effect::rejected},
        {"bad field", "PUT", reply::of(400, "{}"), effect::rejected},
        {"refused content", "PUT", reply::of(422, "{}"), effect::rejected},
        {"no such thing to read", "GET", reply::of(404, "{}"), effect::rejected},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            world w({reply::silence().then(reply::ending::reset), each.answer});
            const auto client = w.make_client();
            const auto call = w.start(client, http::request(each.method, "/x"));
            w.run();
            BOOST_TEST(call->failure().attempts() == 2U);
            BOOST_TEST(call->failure().status() != 0);
            BOOST_TEST(call->failure().effect() == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(deadline_covers_every_attempt_and_wait)
{
    world w(std::vector<reply>(10, reply::silence()));
    const auto client = w.make_client(world::options().timeout(30s).attempt_timeout(20s));
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::timed_out);
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(call->failure().attempts() == 2U);
    BOOST_TEST(call->failure().elapsed().count() == 30000);
    BOOST_TEST(w.network->open() == 0U);
}

BOOST_AUTO_TEST_CASE(deadline_covers_the_queue)
{
    world w(std::vector<reply>(2, reply::of(200, "{}").after(15s)));
    const auto client = w.make_client(world::options().max_connections(1).timeout(10s));
    w.start(client);
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::timed_out);
    BOOST_TEST(call->failure().effect() == effect::none);
    BOOST_TEST(call->at.count() == 10000);
}

BOOST_AUTO_TEST_CASE(connect_failures_are_tried_again)
{
    for (const errc why : {errc::resolve_failed, errc::connect_failed, errc::tls_failed}) {
        BOOST_TEST_CONTEXT(make_error_code(why).message())
        {
            world w;
            w.network->expect_connects({connect_outcome::failure(why), connect_outcome::failure(why)});
            const auto client = w.make_client();
            const auto call = w.start(client);
            w.run();
            BOOST_TEST(call->succeeded());
        }
    }
}

BOOST_AUTO_TEST_CASE(refused_certificate_is_not_tried_again)
{
    world w;
    w.network->expect_connects({connect_outcome::failure(errc::certificate_rejected)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::certificate_rejected);
    BOOST_TEST(call->failure().effect() == effect::none);
    BOOST_TEST(call->failure().attempts() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
