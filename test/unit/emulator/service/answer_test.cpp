#include "emulator/service/answer.hpp"
#include "emulator/service/delivery.hpp"
#include "emulator/service/teams.hpp"

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
    const auto text = account_json(shown, workspace_form::requested);
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
    BOOST_TEST(text == account_json(shown, workspace_form::requested));
}

BOOST_AUTO_TEST_CASE(account_json_optional_members_only_if_there)
{
    account shown("a@c.d", "p", 1);
    BOOST_TEST(account_json(shown, workspace_form::object) ==
               R"({"email":"a@c.d","password":"********","maxJobs":1})");
    shown.use_workspace("77").error("Session expired");
    BOOST_TEST(account_json(shown, workspace_form::requested) ==
               R"({"email":"a@c.d","password":"********","maxJobs":1,)"
               R"("useWorkspace":"77","error":"Session expired"})");
}

BOOST_AUTO_TEST_CASE(account_json_shows_the_workspace_in_the_chosen_form)
{
    const auto paid = teams_of("a@c.d")[1];

    struct
    {
        std::string requested;
        workspace_form form;
        std::string shown;
    } const cases[] = {
        {"true", workspace_form::requested, R"("useWorkspace":true)"},
        {"77", workspace_form::requested, R"("useWorkspace":"77")"},
        {"true", workspace_form::text, R"("useWorkspace":")" + paid.id + '"'},
        {"77", workspace_form::text, R"("useWorkspace":"77")"},
        {"true", workspace_form::number, R"("useWorkspace":)" + paid.id},
        {"77", workspace_form::number, R"("useWorkspace":77)"},
        {"team-7", workspace_form::number, R"("useWorkspace":"team-7")"},
        {"true", workspace_form::object,
         R"("workspace":{"id":")" + paid.id + R"(","name":"Team )" + paid.id + R"(","plan":"unlimited"})"},
        {"77", workspace_form::object, R"("workspace":{"id":"77","name":"Team 77","plan":"unlimited"})"},
        {teams_of("a@c.d")[0].id, workspace_form::object, R"(","plan":null})"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.shown)
        {
            account shown("a@c.d", "p", 1);
            shown.use_workspace(c.requested);
            const auto text = account_json(shown, c.form);
            BOOST_TEST(text.find(c.shown) != std::string::npos, text);
            BOOST_CHECK_NO_THROW(boost::json::parse(text));
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_configured_answer_has_three_forms)
{
    BOOST_TEST(nothing_configured_answer().status() == 404U);
    BOOST_TEST(nothing_configured_answer().body().starts_with("Configuration not found."));
    BOOST_TEST(nothing_configured_answer(empty_list::nothing).status() == 404U);
    BOOST_TEST(nothing_configured_answer(empty_list::nothing).body().empty());
    BOOST_TEST(nothing_configured_answer(empty_list::object).status() == 200U);
    BOOST_TEST(nothing_configured_answer(empty_list::object).body() == "{}");
}

BOOST_AUTO_TEST_CASE(accounts_answer_is_keyed_by_email)
{
    std::map<std::string, account> held;
    held.emplace("a@c.d", account("a@c.d", "p", 1));
    held.emplace("b@c.d", account("b@c.d", "p", 2));
    const auto parsed = json_of(accounts_answer(held, workspace_form::object));
    BOOST_TEST(parsed.as_object().size() == 2U);
    BOOST_TEST(parsed.at("b@c.d").at("maxJobs").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(features_answer_has_permitted_used_and_teams)
{
    const auto parsed = json_of(features_answer(account("a@c.d", "p", 1)));
    BOOST_TEST(parsed.at("permitted").at("storageGB").as_int64() == 100);
    BOOST_TEST(parsed.at("permitted").at("numPlanCredits").as_int64() == 2250);
    BOOST_TEST(parsed.at("used").at("numPlanCredits").as_int64() < 2250);
    const auto& teams = parsed.at("teams").as_array();
    BOOST_TEST_REQUIRE(teams.size() == 2U);
    BOOST_TEST(teams[0].at("currentPlan").is_null());
    BOOST_TEST(teams[0].at("planExpiration").is_null());
    BOOST_TEST((teams[1].at("currentPlan").as_string() == "unlimited"));
    BOOST_TEST((teams[1].at("planExpiration").as_string() == "2030-01-01T00:00:00.000Z"));
    BOOST_TEST(teams[1].at("id").is_int64());
    BOOST_TEST(teams[1].at("name").is_string());
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
        {"status=429", 429, "application/json", R"("retryAfter":"2024-12-22T09:09:59.000Z")"},
        {"status=429,retry-after=60", 429, "application/json", R"("retryAfter":"2024-12-22T09:10:58.000Z")"},
        {"status=402", 402, "application/json", "subscription has expired"},
        {"status=596", 596, "application/json", R"({"error":"Account a@b.c in error state: )"},
        {"status=596,body=late", 596, "application/json", "Account a@b.c in error state: late"},
        {"status=503,body=<p>", 503, "text/html", "<p>"},
        {"status=503,body={\"error\":null}", 503, "application/json", "{\"error\":null}"},
        {"status=418", 418, "application/json", R"("code":418)"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.spec)
        {
            const auto made = fault_answer(status_fault(c.spec), "a@b.c", now);
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
        return header_of(fault_answer(status_fault(spec), "a@b.c", now), name);
    };
    BOOST_TEST(header("status=429,retry-after=2", "Retry-After") == "2");
    BOOST_TEST(header("status=429,retry-after=date+2", "Retry-After") == "Sun, 22 Dec 2024 09:10:00 GMT");
    BOOST_TEST(header("status=429", "Retry-After") == "1");
    BOOST_TEST(header("status=429,retry-after=none", "Retry-After") == "");
    BOOST_TEST(header("status=503", "Retry-After") == "");
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
                       "Content-Type: application/json; charset=utf-8\r\nContent-Length: 25\r\n\r\n"
                       R"({"error":"no","code":404})");
    BOOST_TEST(text.substr(header_size) == R"({"error":"no","code":404})");
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
        {"truncate", fault_kind::truncate, true, whole.substr(0, whole.size() - 13), 404, ending::cut},
        {"truncate, client closes", fault_kind::truncate, false, closing.substr(0, closing.size() - 13), 404,
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
