#include "unit/client/world.hpp"

#include <useapi/version.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

const std::size_t on_first = 1;
const std::size_t on_second = 2;

} // namespace

BOOST_AUTO_TEST_SUITE(call)

BOOST_AUTO_TEST_CASE(call_answered_with_200_succeeds)
{
    world w({reply::of(200, R"({"a":1})").add_field("X-Thing", "yes").after(30ms)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    BOOST_TEST(w.run());
    BOOST_TEST_REQUIRE(call->succeeded());
    BOOST_TEST(call->outcome->value().status() == 200);
    BOOST_TEST(call->outcome->value().body() == R"({"a":1})");
    BOOST_TEST(call->outcome->value().find("x-thing").value() == "yes");
    BOOST_TEST(call->at.count() == 30);
    BOOST_TEST(call->completions == 1U);
}

BOOST_AUTO_TEST_CASE(request_on_the_wire_is_one_head_with_the_clients_fields)
{
    world w;
    const auto client = w.make_client(world::options().user_agent("tool/1"));
    w.start(client,
            http::request("POST", "/things?x=1").content("text/plain", "hello").add_field("X-A", "b"));
    w.run();
    BOOST_TEST_REQUIRE(w.network->requests().size() == 1U);
    BOOST_TEST(w.network->requests()[0].text() == "POST /v1/things?x=1 HTTP/1.1\r\n"
                                                  "Host: service.test\r\n"
                                                  "Authorization: Bearer user:1234-abcdefghijklmnop\r\n"
                                                  "User-Agent: tool/1 useapi/" USEAPI_VERSION "\r\n"
                                                  "Accept: application/json\r\n"
                                                  "X-A: b\r\n"
                                                  "Content-Type: text/plain\r\n"
                                                  "Content-Length: 5\r\n"
                                                  "\r\n"
                                                  "hello");
}

BOOST_AUTO_TEST_CASE(length_is_sent_with_content_and_where_the_method_expects_content)
{
    struct row
    {
        std::string method;
        std::string content;
        std::string length; ///< the whole header line; empty if there is no such line
    };

    const row rows[] = {
        {"GET", "", ""},
        {"HEAD", "", ""},
        {"DELETE", "", ""},
        {"OPTIONS", "", ""},
        {"POST", "", "Content-Length: 0\r\n"},
        {"PUT", "", "Content-Length: 0\r\n"},
        {"PATCH", "", "Content-Length: 0\r\n"},
        {"POST", "hello", "Content-Length: 5\r\n"},
        {"DELETE", "hello", "Content-Length: 5\r\n"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.method << " '" << r.content << "'")
        {
            world w({reply::of(204, "")});
            const auto client = w.make_client();
            w.start(client, http::request(r.method, "/x").content("", r.content));
            w.run();
            BOOST_TEST_REQUIRE(w.network->requests().size() == 1U);
            const std::string sent = w.network->requests()[0].text();
            const std::size_t at = sent.find("Content-Length");
            const std::string rest = "\r\n" + r.content;
            BOOST_TEST((at == std::string::npos) == r.length.empty(), sent);
            BOOST_TEST(sent.ends_with(r.length + rest), sent);
            BOOST_TEST(sent.find("Transfer-Encoding") == std::string::npos, sent);
        }
    }
}

BOOST_AUTO_TEST_CASE(connection_is_reused_for_the_next_call)
{
    world w;
    const auto client = w.make_client();
    for (int i = 0; i < 3; ++i) {
        const auto call = w.start(client);
        w.run();
        BOOST_TEST(call->succeeded());
    }
    BOOST_TEST(w.network->connects() == 1U);
    BOOST_TEST(client.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(refused_request_ends_the_call_and_keeps_the_connection)
{
    world w({reply::of(404, R"({"error":"nothing here"})")});
    const auto client = w.make_client();
    const auto first = w.start(client);
    w.run();
    BOOST_TEST(first->failure().code() == errc::not_found);
    BOOST_TEST(first->failure().status() == 404);
    BOOST_TEST(first->failure().server_error() == "nothing here");
    BOOST_TEST(first->failure().effect() == effect::rejected);
    BOOST_TEST(first->failure().attempts() == 1U);
    const auto second = w.start(client);
    w.run();
    BOOST_TEST(second->succeeded());
    BOOST_TEST(w.network->connects() == 1U);
}

BOOST_AUTO_TEST_CASE(at_most_max_connections_are_open_and_calls_are_served_in_turn)
{
    world w;
    std::vector<reply> slow(20, reply::of(200, "{}").after(100ms));
    world many(slow);
    const auto client = many.make_client();
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < 20; ++i)
        calls.push_back(many.start(client));
    many.run();
    for (std::size_t i = 0; i < calls.size(); ++i) {
        BOOST_TEST_CONTEXT("call " << i)
        {
            BOOST_TEST(calls[i]->succeeded());
            BOOST_TEST(calls[i]->at.count() == 100 * (1 + static_cast<long>(i) / 4));
        }
    }
    BOOST_TEST(many.network->peak_open() == 4U);
    BOOST_TEST(many.network->connects() == 4U);
}

BOOST_AUTO_TEST_CASE(queue_beyond_max_waiting_is_refused_at_once)
{
    world w(std::vector<reply>(8, reply::of(200, "{}").after(100ms)));
    const auto client = w.make_client(world::options().max_connections(1).max_waiting(2));
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < 5; ++i)
        calls.push_back(w.start(client));
    w.run();
    unsigned full = 0;
    for (const auto& call : calls)
        if (!call->succeeded()) {
            BOOST_TEST(call->failure().code() == errc::queue_full);
            BOOST_TEST(call->failure().effect() == effect::none);
            BOOST_TEST(call->failure().attempts() == 0U);
            BOOST_TEST(call->failure().retry_refusal() == retry_refusal::not_considered);
            ++full;
        }
    BOOST_TEST(full == 2U);
    BOOST_TEST(client.statistics().attempts == 3U);
}

BOOST_AUTO_TEST_CASE(answer_without_a_request_reaches_no_call)
{
    world w({reply::of(200, "first").followed_by(reply::of(200, "stray").bytes())});
    const auto client = w.make_client();
    const auto first = w.start(client);
    w.run();
    BOOST_TEST(first->outcome->value().body() == "first");
    const auto second = w.start(client);
    w.run();
    BOOST_TEST(second->outcome->value().body() == "{}");
    BOOST_TEST((w.served_by == std::vector<std::size_t>{on_first, on_second}));
}

BOOST_AUTO_TEST_CASE(connection_closed_while_idle_is_not_used)
{
    world w;
    const auto client = w.make_client();
    w.start(client);
    w.run();
    w.network->close_all(reply::ending::close);
    w.clock.schedule_after(1s, [] {});
    w.run();
    const auto call = w.start(client, http::request("POST", "/x"));
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(w.network->connects() == 2U);
}

BOOST_AUTO_TEST_CASE(idle_connection_is_dropped_after_the_idle_time_out)
{
    world w;
    const auto client = w.make_client();
    w.start(client);
    w.run();
    w.clock.schedule_after(51s, [] {});
    w.run();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST((w.served_by == std::vector<std::size_t>{on_first, on_second}));
    BOOST_TEST(client.statistics().connections == 1U);
}

BOOST_AUTO_TEST_CASE(one_failed_connect_fails_one_attempt_and_no_other)
{
    world w;
    w.network->expect_connects({connect_outcome::failure(errc::certificate_rejected, 10ms)});
    const auto client = w.make_client(world::options().max_connections(1));
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < 10; ++i)
        calls.push_back(w.start(client));
    w.run();
    unsigned failed = 0;
    for (const auto& call : calls)
        failed += !call->succeeded();
    BOOST_TEST(failed == 1U);
}

BOOST_AUTO_TEST_CASE(oversized_answer_names_its_limit)
{
    world w({reply::of(200, std::string(2000, 'x'))});
    const auto client = w.make_client(world::options().body_limit(1000));
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().code() == errc::body_too_large);
    BOOST_TEST(call->failure().detail() == "the limit is 1000 bytes");
    BOOST_TEST(call->failure().status() == 0);
}

BOOST_AUTO_TEST_CASE(malformed_request_costs_nothing)
{
    world w;
    const auto client = w.make_client();
    const http::request requests[] = {
        http::request("G T", "/x"),
        http::request("GET", "x"),
        http::request("GET", "/a b"),
        http::request("GET", "/\r\nX: y"),
        http::request("GET", "/x").add_field("A", "b\r\nC: d"),
        http::request("GET", "/x").add_field("Authorization", "Bearer other"),
        http::request("GET", "/x").add_field("Transfer-Encoding", "chunked"),
    };
    for (const http::request& request : requests) {
        const auto call = w.start(client, request);
        BOOST_TEST(call->completions == 0U);
        w.run();
        BOOST_TEST(call->failure().code() == errc::invalid_argument);
        BOOST_TEST(call->failure().effect() == effect::none);
    }
    BOOST_TEST(w.network->connects() == 0U);
}

BOOST_AUTO_TEST_CASE(token_echoed_by_the_server_is_blotted_out)
{
    world w({reply::of(400, R"({"error":"bad token user:1234-abcdefghijklmnop given"})")});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->failure().message().find("abcdefghijklmnop") == std::string::npos);
    BOOST_TEST(call->failure().server_error().find("bad token") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
