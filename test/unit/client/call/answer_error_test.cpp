#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

reply with(reply made, const std::vector<http::field>& fields)
{
    for (const http::field& each : fields)
        made.add_field(std::string(each.name()), std::string(each.value()));
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(answer_errors)

BOOST_AUTO_TEST_CASE(error_says_how_long_the_service_asked_to_wait)
{
    const std::string date = "Sun, 22 Dec 2024 09:00:00 GMT";
    const std::string in_ten_minutes = R"({"error":"busy","retryAfter":"2024-12-22T09:10:00.000Z"})";

    struct row
    {
        const char* name;
        reply answer;
        std::optional<long> ms;
    };

    const row rows[] = {
        {"field", with(reply::of(429, "{}"), {{"Retry-After", "30"}}), 30000},
        {"field before content",
         with(reply::of(429, in_ten_minutes), {{"Retry-After", "30"}, {"Date", date}}), 30000},
        {"content", with(reply::of(429, in_ten_minutes), {{"Date", date}}), 600000},
        {"content where the field cannot be read",
         with(reply::of(429, in_ten_minutes), {{"Retry-After", "soon"}, {"Date", date}}), 600000},
        {"seconds in the content", reply::of(429, R"({"retryAfter":45})"), 45000},
        {"neither", reply::of(429, "{}"), std::nullopt},
        {"content that is no time", reply::of(429, R"({"retryAfter":"soon"})"), std::nullopt},
        {"field of another status", with(reply::of(503, "{}"), {{"Retry-After", "20"}}), 20000},
        {"content of another status", reply::of(503, R"({"retryAfter":45})"), std::nullopt},
        {"compressed", with(reply::of(503, "x"), {{"Retry-After", "20"}, {"Content-Encoding", "gzip"}}),
         20000},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            world w({r.answer});
            const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
            const auto call = w.start(client);
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            const auto wait = call->failure().retry_after();
            BOOST_TEST_REQUIRE(wait.has_value() == r.ms.has_value());
            if (r.ms)
                BOOST_TEST(wait->count() == *r.ms);
        }
    }
}

BOOST_AUTO_TEST_CASE(pause_that_only_the_content_names_is_waited_for)
{
    world w({reply::of(429, R"({"retryAfter":7})")});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(call->at.count() >= 7000);
    BOOST_TEST(call->at.count() <= 9001);
}

BOOST_AUTO_TEST_CASE(call_that_is_held_back_says_how_long_the_pause_still_is)
{
    world w({with(reply::of(429, "{}"), {{"Retry-After", "100"}})});
    const auto client = w.make_client(world::options().timeout(5s));
    const auto first = w.start(client);
    w.run_for(1s);
    const auto second = w.start(client);
    w.run();
    BOOST_TEST_REQUIRE(!first->succeeded());
    BOOST_TEST(first->failure().retry_after().value_or(0s).count() == 100000);
    BOOST_TEST_REQUIRE(!second->succeeded());
    BOOST_TEST(second->failure().attempts() == 0U);
    // Calls are let through again over two seconds.
    BOOST_TEST(second->failure().retry_after().value_or(0s).count() >= 99000);
    BOOST_TEST(second->failure().retry_after().value_or(0s).count() <= 102000);
}

BOOST_AUTO_TEST_CASE(error_names_the_request_as_the_service_does)
{
    struct row
    {
        const char* name;
        reply answer;
        std::string expected;
    };

    const row rows[] = {
        {"none", reply::of(401, "{}"), ""},
        {"one", with(reply::of(401, "{}"), {{"X-Request-Id", "abc"}}), "abc"},
        {"the network's first", with(reply::of(401, "{}"), {{"x-request-id", "abc"}, {"CF-RAY", "8f-FRA"}}),
         "8f-FRA"},
        {"empty", with(reply::of(401, "{}"), {{"cf-ray", ""}, {"x-request-id", "abc"}}), "abc"},
        {"another field", with(reply::of(401, "{}"), {{"x-requested-with", "abc"}}), ""},
        {"compressed", with(reply::of(401, "x"), {{"cf-ray", "8f-FRA"}, {"Content-Encoding", "gzip"}}),
         "8f-FRA"},
        {"too long", with(reply::of(401, "{}"), {{"cf-ray", std::string(500, 'a')}}), std::string(128, 'a')},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            world w({r.answer});
            const auto client = w.make_client();
            const auto call = w.start(client);
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            BOOST_TEST(call->failure().request_id() == r.expected);
        }
    }
}

// A user would see a busy service as an answer that cannot be read, and the call would not be repeated. A 500
// may be a refused login, which must not be repeated.
BOOST_AUTO_TEST_CASE(compressed_refusal_is_told_by_its_status_where_that_is_enough)
{
    const struct
    {
        int status;
        errc expected;
        std::size_t requests;
    } rows[] = {
        {400, errc::unexpected_content, 1},  {401, errc::unexpected_content, 1},
        {404, errc::unexpected_content, 1},  {429, errc::rate_limited, 2},
        {500, errc::unexpected_content, 1},  {502, errc::service_unavailable, 2},
        {503, errc::service_unavailable, 2}, {504, errc::service_unavailable, 2},
    };

    for (const auto& [status, expected, requests] : rows) {
        BOOST_TEST_CONTEXT(status)
        {
            const reply coded = with(reply::of(status, "x"), {{"Content-Encoding", "gzip"}});
            world w({coded, coded});
            const auto client = w.make_client(world::options().retry(retry_options().max_attempts(2)));
            const auto call = w.start(client);
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            BOOST_TEST(call->failure().code() == expected);
            BOOST_TEST(w.network->requests().size() == requests);
        }
    }
}

// A server in front of the service could write control characters into the terminal of a user.
BOOST_AUTO_TEST_CASE(error_names_the_coding_of_compressed_content_in_printable_ascii)
{
    const struct
    {
        std::string coding;
        std::string named;
    } rows[] = {
        {"gzip", "(gzip)"},
        {"x !~", "(x !~)"},
        {"x\ty", "(x?y)"},
        {"\xc3\xa9", "(\?\?)"},
        {std::string(500, 'a'), '(' + std::string(40, 'a') + ')'},
    };

    for (const auto& [coding, named] : rows) {
        BOOST_TEST_CONTEXT(coding)
        {
            world w({with(reply::of(401, "x"), {{"Content-Encoding", coding}})});
            const auto client = w.make_client();
            const auto call = w.start(client);
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            BOOST_TEST(call->failure().code() == errc::unexpected_content);
            BOOST_TEST(call->failure().detail() ==
                       "the content is compressed " + named + ", which was not asked for");
        }
    }
}

BOOST_AUTO_TEST_CASE(error_says_what_is_left_of_the_quota)
{
    struct row
    {
        const char* name;
        reply answer;
        std::optional<rate_limit> expected;
    };

    const rate_limit some = rate_limit().limit(100).remaining(0).reset(30s);
    const row rows[] = {
        {"none", reply::of(429, "{}"), std::nullopt},
        {"structured",
         with(reply::of(429, "{}"), {{"RateLimit", R"("a";r=0;t=30)"}, {"RateLimit-Policy", R"("a";q=100)"}}),
         some},
        {"three fields",
         with(reply::of(429, "{}"),
              {{"ratelimit-limit", "100"}, {"ratelimit-remaining", "0"}, {"ratelimit-reset", "30"}}),
         some},
        {"of old",
         with(reply::of(429, "{}"),
              {{"X-RateLimit-Limit", "100"}, {"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "30"}}),
         some},
        {"point in time",
         with(reply::of(503, "{}"), {{"X-RateLimit-Limit", "100"},
                                     {"X-RateLimit-Remaining", "0"},
                                     {"X-RateLimit-Reset", "1734858030"},
                                     {"Date", "Sun, 22 Dec 2024 09:00:00 GMT"}}),
         some},
        {"newest before older",
         with(reply::of(429, "{}"), {{"X-RateLimit-Limit", "7"}, {"RateLimit", R"("a";r=3)"}}),
         rate_limit().remaining(3)},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            world w({r.answer});
            const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
            const auto call = w.start(client);
            w.run();
            BOOST_TEST_REQUIRE(!call->succeeded());
            BOOST_TEST((call->failure().rate_limit() == r.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(refused_send_has_the_answer_in_its_error)
{
    world w({reply::of(404, R"({"error":"no such thing","which":7})").add_field("X-Kind", "a")});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST_REQUIRE(!call->succeeded());
    const error refused = call->failure();
    BOOST_TEST_REQUIRE(refused.response());
    BOOST_TEST(refused.response()->status() == 404);
    BOOST_TEST(refused.response()->find("X-Kind").value_or("") == "a");
    BOOST_TEST(refused.response()->body() == R"({"error":"no such thing","which":7})");
}

BOOST_AUTO_TEST_CASE(error_has_the_last_answer_alone_and_none_that_is_not_whole)
{
    world w({reply::of(502, "first"), reply::of(503, "last"), reply().then(reply::ending::reset),
             reply("HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nhalf").then(reply::ending::close)});
    const auto client = w.make_client();
    const auto twice = w.start(client.with(call_options().max_attempts(2)));
    w.run();
    BOOST_TEST_REQUIRE(twice->failure().response());
    BOOST_TEST(twice->failure().response()->body() == "last");
    const auto lost = w.start(client.with(call_options().max_attempts(1)));
    w.run();
    BOOST_TEST(!lost->failure().response());
    const auto cut = w.start(client.with(call_options().max_attempts(1)));
    w.run();
    BOOST_TEST_REQUIRE(!cut->succeeded());
    BOOST_TEST(!cut->failure().response());
}

BOOST_AUTO_TEST_SUITE_END()
