#include "cli/record/forwarding.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::cli;

emulator::relayed_request request_with(std::vector<std::pair<std::string, std::string>> fields)
{
    return {"POST", "/v1/runwayml/accounts/a@b.c?x=y", std::move(fields), "content"};
}

std::string shown(const std::vector<http::field>& fields)
{
    std::string text;
    for (const http::field& each : fields)
        text += each.name() + "=" + each.value() + ";";
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(forwarding)

BOOST_AUTO_TEST_CASE(request_is_passed_on_without_what_belongs_to_its_connection)
{
    const auto made = request_for_service(request_with({{"Host", "127.0.0.1:1"},
                                                        {"Authorization", "Bearer user:1-abc"},
                                                        {"USER-AGENT", "x"},
                                                        {"Accept", "*/*"},
                                                        {"Accept-Encoding", "gzip"},
                                                        {"Content-Length", "7"},
                                                        {"Content-Type", "text/plain"},
                                                        {"Connection", "close"},
                                                        {"Proxy-Authorization", "Basic x"},
                                                        {"Expect", "100-continue"},
                                                        {"traceparent", "00-1"},
                                                        {"Cookie", "a=b"}}));
    BOOST_TEST(made.method() == "POST");
    BOOST_TEST(made.path() == "/v1/runwayml/accounts/a@b.c?x=y");
    BOOST_TEST(made.media_type() == "text/plain");
    BOOST_TEST(made.body() == "content");
    BOOST_TEST(shown(made.fields()) == "traceparent=00-1;Cookie=a=b;");
}

BOOST_AUTO_TEST_CASE(token_is_that_of_the_request)
{
    BOOST_TEST(token_of(request_with({{"authorization", "bearer user:1-abc"}})).reveal() == "user:1-abc");
    BOOST_TEST(token_of(request_with({{"Authorization", "Basic dXNlcg"}})).empty());
    BOOST_TEST(token_of(request_with({{"Authorization", "Bearer"}})).empty());
    BOOST_TEST(token_of(request_with({})).empty());
}

BOOST_AUTO_TEST_CASE(answer_is_passed_on_without_what_belongs_to_its_connection)
{
    const emulator::answer made =
        answer_for_client(http::response(429,
                                         {{"date", "Sun, 29 Nov 2026 10:54:00 GMT"},
                                          {"Content-Type", "application/json"},
                                          {"Content-Length", "2"},
                                          {"Transfer-Encoding", "chunked"},
                                          {"Connection", "keep-alive"},
                                          {"Alt-Svc", "h3=\":443\""},
                                          {"Strict-Transport-Security", "max-age=9"},
                                          {"Retry-After", "1"},
                                          {"Set-Cookie", "a"},
                                          {"Set-Cookie", "b"}},
                                         "{}"));
    BOOST_TEST(made.status() == 429U);
    BOOST_TEST(made.content_type() == "application/json");
    BOOST_TEST(made.body() == "{}");
    std::string fields;
    for (const auto& [name, value] : made.headers())
        fields += name + "=" + value + ";";
    BOOST_TEST(fields == "Date=Sun, 29 Nov 2026 10:54:00 GMT;Retry-After=1;Set-Cookie=a;Set-Cookie=b;");
}

BOOST_AUTO_TEST_CASE(request_without_an_answer_is_answered_by_why)
{
    BOOST_TEST(answer_for_client(error(errc::connect_failed)).status() == 502U);
    BOOST_TEST(answer_for_client(error(errc::timed_out)).status() == 504U);
    BOOST_TEST(answer_for_client(error(errc::invalid_argument)).status() == 400U);
    BOOST_TEST(answer_for_client(error(errc::connect_failed)).body().find("useapi record: ") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(exchange_has_both)
{
    const emulator::exchange made =
        exchange_of(request_with({{"Host", "h"}}), http::response(201, {{"Date", "d"}}, "{}"),
                    std::chrono::milliseconds(7));
    BOOST_TEST(made.method == "POST");
    BOOST_TEST(made.target == "/v1/runwayml/accounts/a@b.c?x=y");
    BOOST_TEST((made.request_fields == emulator::header_fields{{"Host", "h"}}));
    BOOST_TEST(made.request_body == "content");
    BOOST_TEST(made.status == 201U);
    BOOST_TEST((made.answer_fields == emulator::header_fields{{"Date", "d"}}));
    BOOST_TEST(made.answer_body == "{}");
    BOOST_TEST((made.took == std::chrono::milliseconds(7)));
}

BOOST_AUTO_TEST_SUITE_END()
