#include "emulator/service/answer.hpp"
#include "emulator/service/delivery.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <variant>

namespace {

using namespace useapi::emulator;
using std::chrono::milliseconds;
using std::chrono::system_clock;

const system_clock::time_point now = system_clock::time_point(milliseconds(1'734'858'598'864));

boost::json::value json_of(const answer& shown)
{
    return boost::json::parse(shown.body());
}

fault status_fault(const char* spec)
{
    return std::get<fault>(parse_fault(spec));
}

std::string header_of(const answer& shown, const std::string& name)
{
    for (const auto& [key, value] : shown.headers()) {
        if (key == name)
            return value;
    }
    return "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(account_json_full_account_every_member)
{
    account shown("a\"b@c.d", "hidden", 5);
    shown.use_workspace("true").logged_in_at(now);
    const auto text = account_json(shown);
    BOOST_TEST(text.find("hidden") == std::string::npos);
    BOOST_TEST(text.find("\"iat\":1734858598.864") != std::string::npos);

    const auto parsed = boost::json::parse(text);
    BOOST_TEST((parsed.at("email").as_string() == "a\"b@c.d"));
    BOOST_TEST((parsed.at("password").as_string() == "********"));
    BOOST_TEST(parsed.at("maxJobs").as_int64() == 5);
    BOOST_TEST(parsed.at("useWorkspace").as_bool());
    const auto& jwt = parsed.at("jwt");
    BOOST_TEST(jwt.at("exp").as_double() > jwt.at("iat").as_double());
    BOOST_TEST(jwt.at("id").is_int64());
    const auto& token = jwt.at("token").as_string();
    BOOST_TEST(std::count(token.begin(), token.end(), '.') == 2);
    BOOST_TEST(text == account_json(shown));
}

BOOST_AUTO_TEST_CASE(account_json_optional_members_only_if_there)
{
    account shown("a@c.d", "p", 1);
    BOOST_TEST(account_json(shown) == R"({"email":"a@c.d","password":"********","maxJobs":1})");
    shown.use_workspace("77").error("Session expired");
    BOOST_TEST(account_json(shown) == R"({"email":"a@c.d","password":"********","maxJobs":1,)"
                                      R"("useWorkspace":"77","error":"Session expired"})");
}

BOOST_AUTO_TEST_CASE(accounts_answer_is_keyed_by_email)
{
    std::map<std::string, account> held;
    held.emplace("a@c.d", account("a@c.d", "p", 1));
    held.emplace("b@c.d", account("b@c.d", "p", 2));
    const auto parsed = json_of(accounts_answer(held));
    BOOST_TEST(parsed.as_object().size() == 2U);
    BOOST_TEST(parsed.at("b@c.d").at("maxJobs").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(features_answer_has_permitted_used_and_teams)
{
    const auto parsed = json_of(features_answer(account("a@c.d", "p", 1)));
    BOOST_TEST(parsed.at("permitted").is_object());
    BOOST_TEST(parsed.at("used").is_object());
    BOOST_TEST(parsed.at("teams").is_array());
}

BOOST_AUTO_TEST_CASE(fault_answer_body_as_the_service_sends_it)
{
    struct
    {
        const char* spec;
        unsigned status;
        const char* content_type;
        const char* contains;
    } const cases[] = {
        {"status=429", 429, "application/json", R"("code":429)"},
        {"status=500", 500, "application/json", R"("error":"Login failed: )"},
        {"status=500,body=Out, of order", 500, "application/json", R"("error":"Out, of order")"},
        {"status=503", 503, "application/json", R"("error":")"},
        {"status=520", 520, "text/html", "<!DOCTYPE html>"},
        {"status=524", 524, "text/html", "524: A timeout occurred"},
        {"status=524,body=late", 524, "text/html", "524: late"},
        {"status=525", 525, "application/json", R"("code":525)"},
        {"status=596", 596, "application/json", R"("error":{"message":)"},
        {"status=503,body=<p>", 503, "text/html", "<p>"},
        {"status=503,body={\"error\":null}", 503, "application/json", "{\"error\":null}"},
        {"status=418", 418, "application/json", R"("code":418)"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.spec)
        {
            const auto made = fault_answer(status_fault(c.spec), now);
            BOOST_TEST(made.status() == c.status);
            BOOST_TEST(made.content_type().starts_with(c.content_type));
            BOOST_TEST(made.body().find(c.contains) != std::string::npos);
            if (made.content_type().starts_with("application/json"))
                BOOST_CHECK_NO_THROW(json_of(made));
        }
    }
}

BOOST_AUTO_TEST_CASE(fault_answer_headers_retry_after_and_location)
{
    const auto header = [](const char* spec, const char* name) {
        return header_of(fault_answer(status_fault(spec), now), name);
    };
    BOOST_TEST(header("status=429,retry-after=2", "Retry-After") == "2");
    BOOST_TEST(header("status=429,retry-after=date+2", "Retry-After") == "Sun, 22 Dec 2024 09:10:00 GMT");
    BOOST_TEST(header("status=429", "Retry-After") == "");
    BOOST_TEST(header("status=302", "Location") == "/v1/runwayml/redirected");
}

BOOST_AUTO_TEST_CASE(http_date_known_instants)
{
    BOOST_TEST(http_date(system_clock::time_point(std::chrono::seconds(784'111'777))) ==
               "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(http_date(system_clock::time_point()) == "Thu, 01 Jan 1970 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(render_with_and_without_a_body)
{
    const auto [text, header_size] = render(error_answer(404, "no"), "", now);
    BOOST_TEST(text == "HTTP/1.1 404 Not Found\r\nDate: Sun, 22 Dec 2024 09:09:58 GMT\r\n"
                       "Content-Type: application/json; charset=utf-8\r\nContent-Length: 14\r\n\r\n"
                       R"({"error":"no"})");
    BOOST_TEST(text.substr(header_size) == R"({"error":"no"})");
    BOOST_TEST(render(answer(204), "close", now).first ==
               "HTTP/1.1 204 No Content\r\nDate: Sun, 22 Dec 2024 09:09:58 GMT\r\nConnection: close\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(deliver_each_fault_bytes_and_ending)
{
    const auto whole = render(error_answer(404, "no"), "", now).first;
    const auto closing = render(error_answer(404, "no"), "close", now).first;

    struct
    {
        const char* name;
        std::optional<fault_kind> kind;
        bool keeps_alive;
        std::string bytes;
        unsigned status;
        ending then;
    } const cases[] = {
        {"none", std::nullopt, true, whole, 404, ending::none},
        {"client closes", std::nullopt, false, closing, 404, ending::graceful},
        {"status", fault_kind::status, true, whole, 404, ending::none},
        {"close", fault_kind::close, true, closing, 404, ending::graceful},
        {"close silent", fault_kind::close_silent, true, whole, 404, ending::graceful},
        {"truncate", fault_kind::truncate, true, whole.substr(0, whole.size() - 7), 404, ending::cut},
        {"truncate, client closes", fault_kind::truncate, false, closing.substr(0, closing.size() - 7), 404,
         ending::cut},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            const auto made =
                deliver(error_answer(404, "no"), c.kind, delivery_terms(c.keeps_alive, false), now);
            BOOST_TEST(made.bytes == c.bytes);
            BOOST_TEST(made.status == c.status);
            BOOST_TEST((made.then == c.then));
        }
    }
}

BOOST_AUTO_TEST_CASE(deliver_garbage_is_no_http)
{
    const auto made = deliver(answer(204), fault_kind::garbage, delivery_terms(true, false), now);
    BOOST_TEST(!made.bytes.starts_with("HTTP/"));
    BOOST_TEST(made.status == 0U);
    BOOST_TEST((made.then == ending::graceful));
}

BOOST_AUTO_TEST_CASE(deliver_truncated_bodyless_answer_ends_in_its_header)
{
    const auto whole = render(answer(204), "", now).first;
    const auto made = deliver(answer(204), fault_kind::truncate, delivery_terms(true, false), now);
    BOOST_TEST(made.bytes == whole.substr(0, whole.size() / 2));
}

BOOST_AUTO_TEST_CASE(deliver_announces_keep_alive_when_asked)
{
    delivery_terms terms(true, false);
    terms.announced_timeout(std::chrono::seconds(5));
    BOOST_TEST(deliver(answer(204), std::nullopt, terms, now).bytes.find("Keep-Alive: timeout=5\r\n") !=
               std::string::npos);
    BOOST_TEST(deliver(answer(204), fault_kind::close, terms, now).bytes.find("Keep-Alive") ==
               std::string::npos);
    BOOST_TEST(deliver(answer(204), std::nullopt, delivery_terms(true, true), now)
                   .bytes.find("Connection: keep-alive\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
