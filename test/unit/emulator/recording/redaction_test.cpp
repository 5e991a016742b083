#include "emulator/recording/redaction.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace useapi::emulator;

const std::string api_token = "user:1234-kept_to-ourselves";
const std::string session_token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

exchange plain_exchange()
{
    exchange made;
    made.method = "POST";
    made.target = "/v1/runwayml/accounts/someone@company.example";
    made.request_fields = {{"Host", "api.useapi.net"}, {"Content-Type", "application/json"}};
    made.request_body = R"({"email":"someone@company.example","maxJobs":5})";
    made.status = 201;
    made.answer_fields = {{"Date", "Sun, 29 Nov 2026 10:54:00 GMT"}, {"Content-Type", "application/json"}};
    made.answer_body = R"({"email":"someone@company.example","maxJobs":5})";
    return made;
}

exchange safe(const exchange& seen)
{
    placeholders names;
    return without_secrets(seen, names);
}

std::string safe_body(const std::string& body)
{
    exchange seen;
    seen.method = "GET";
    seen.answer_body = body;
    return safe(seen).answer_body;
}

std::string safe_target(const std::string& target)
{
    exchange seen;
    seen.method = "GET";
    seen.target = target;
    return safe(seen).target;
}

} // namespace

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_AUTO_TEST_CASE(content_by_its_members)
{
    const struct
    {
        const char* name;
        std::string given;
        std::string kept;
    } cases[] = {
        {"account",
         R"({"email":"a@b.cd","password":"********","maxJobs":5,"jwt":{"token":")" + session_token +
             R"(","exp":1700000000.25,"iat":1697408000.25,"id":77}})",
         R"({"email":"user-1@example.invalid","password":"********","maxJobs":5,"jwt":{"token":"text-1",)"
         R"("exp":1.70000000025E9,"iat":1.69740800025E9,"id":0}})"},
        {"accounts by email", R"({"a@b.cd":{"email":"a@B.CD"},"c@b.cd":{}})",
         R"({"user-1@example.invalid":{"email":"user-1@example.invalid"},"user-2@example.invalid":{}})"},
        {"account by region", R"({"US:a@b.cd":{"region":"US"}})",
         R"({"US:user-1@example.invalid":{"region":"US"}})"},
        {"password that is not masked", R"({"password":"hunter22"})", R"({"password":"text-1"})"},
        {"password that looks like an email", R"({"password":"p@ssword"})", R"({"password":"text-1"})"},
        {"password that is a number", R"({"password":12345678})", R"({"password":0})"},
        {"member that is not known", R"({"sessionKey":"abc","deep":[{"nested":"abc"}]})",
         R"({"sessionKey":"text-1","deep":[{"nested":"text-1"}]})"},
        {"member with digits in its name", R"({"k3y":1.5})", R"({"text-1":5E-1})"},
        {"no text", R"({"a":null,"b":true,"c":"","d":[],"e":{}})",
         R"({"a":null,"b":true,"c":"","d":[],"e":{}})"},
        {"refused login", R"({"error":"Wrong username/password combination.","code":401})",
         R"({"error":"Wrong username/password combination.","code":401})"},
        {"sentence about an account", R"({"error":"Account a@b.cd in error state: Cookie xyzzy-1 refused"})",
         R"({"error":"Account user-1@example.invalid in error state: text-1 text-2 refused"})"},
        {"time", R"({"retryAfter":"2026-11-06T08:49:37.000Z","planExpiration":"soon, hunter22"})",
         R"({"retryAfter":"2026-11-06T08:49:37.000Z","planExpiration":"text-1"})"},
        {"renewal", R"({"sub":"300101"})", R"({"sub":"300101"})"},
        {"workspace", R"({"workspace":{"id":"t-9","name":"Acme GmbH","plan":"pro"},"useWorkspace":"true"})",
         R"({"workspace":{"id":"text-1","name":"text-2","plan":"pro"},"useWorkspace":"true"})"},
        {"job", R"([{"taskId":"user:9-runwayml:a@b.cd-task:0b1c"}])",
         R"([{"taskId":"user:1-runwayml:user-1@example.invalid-task:text-1"}])"},
        {"prose", "Configuration not found. To create configuration use POST /accounts/email.",
         "Configuration not found. To create configuration use POST /accounts/email."},
        {"page", "  <html><body>hunter22</body></html>", "<html></html>"},
        {"broken JSON", R"({"password":"hunter22")", "text-1\""},
        {"nothing", "", ""},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(safe_body(each.given) == each.kept);
    }
}

BOOST_AUTO_TEST_CASE(target_by_its_segments)
{
    const struct
    {
        const char* given;
        const char* kept;
    } cases[] = {
        {"/v1/runwayml/accounts", "/v1/runwayml/accounts"},
        {"/v1/runwayml/accounts/a+b@c.de", "/v1/runwayml/accounts/user-1@example.invalid"},
        {"/v2/pixverse/accounts/a%2Bb%40c.de", "/v2/pixverse/accounts/user-1%40example.invalid"},
        {"/v1/dreamina/accounts/US%3Aa%40c.de", "/v1/dreamina/accounts/US%3Auser-1%40example.invalid"},
        {"/v1/mureka/accounts/4711", "/v1/mureka/accounts/text-1"},
        {"/v1/runwayml/features/?email=a@c.de", "/v1/runwayml/features/?email=user-1@example.invalid"},
        {"/v2/account/stats?bot=runwayml&date=2026-11-29", "/v2/account/stats?bot=runwayml&date=2026-11-29"},
        {"/a/../b//c?d&=e", "/text-1/text-2/text-3//text-4?text-5&text-6=text-7"},
        {"*", "text-1"},
        {"", ""},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.given)
        BOOST_TEST(safe_target(each.given) == each.kept);
    }
}

BOOST_AUTO_TEST_CASE(fields_are_recorded_if_they_are_known_and_of_their_form)
{
    exchange seen = plain_exchange();
    seen.request_fields = {{"Authorization", "Bearer " + api_token},
                           {"Cookie", "session=1"},
                           {"X-Anything", "1"},
                           {"CONTENT-type", "Multipart/Form-Data; boundary=hunter22"}};
    seen.answer_fields = {{"Date", "Sun, 29 Nov 2026 10:54:00 GMT"},
                          {"Retry-After", "30"},
                          {"retry-after", "60"},
                          {"X-RateLimit-Remaining", "7"},
                          {"RateLimit-Reset", "in 7 seconds"},
                          {"X-RateLimit-hunter22", "7"},
                          {"Set-Cookie", "session=1"},
                          {"Content-Type", "application/json; charset=utf-8"}};
    const exchange made = safe(seen);
    BOOST_TEST((made.request_fields == header_fields{{"content-type", "multipart/form-data"}}));
    BOOST_TEST((made.answer_fields == header_fields{{"content-type", "application/json"},
                                                    {"date", "Sun, 29 Nov 2026 10:54:00 GMT"},
                                                    {"retry-after", "30"},
                                                    {"x-ratelimit-remaining", "7"}}));
}

BOOST_AUTO_TEST_CASE(forms_are_recorded_by_their_fields)
{
    exchange seen = plain_exchange();
    seen.request_fields = {{"Content-Type", "multipart/form-data; boundary=b"}};
    seen.request_body =
        "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.cd\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter22\r\n--b--\r\n";
    BOOST_TEST(safe(seen).request_body == R"({"email":"user-2@example.invalid","password":"text-1"})");
    seen.request_body.resize(seen.request_body.size() - 6);
    BOOST_TEST(safe(seen).request_body == "text-1");
    seen.request_fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
    seen.request_body = "email=a%40b.cd&password=hunter22";
    BOOST_TEST(safe(seen).request_body == "email=user-2%40example.invalid&password=text-1");
}

BOOST_AUTO_TEST_CASE(equal_values_have_one_name_in_a_whole_recording)
{
    placeholders names;
    const exchange first = without_secrets(plain_exchange(), names);
    BOOST_TEST(first.target == "/v1/runwayml/accounts/user-1@example.invalid");
    BOOST_TEST(first.answer_body == R"({"email":"user-1@example.invalid","maxJobs":5})");
    exchange other = plain_exchange();
    other.target = "/v1/runwayml/accounts/other@company.example";
    const exchange second = without_secrets(other, names);
    BOOST_TEST(second.target == "/v1/runwayml/accounts/user-2@example.invalid");
    BOOST_TEST(second.request_body == R"({"email":"user-1@example.invalid","maxJobs":5})");
}

namespace {

std::string percent_encoded(std::string_view text, std::string_view digits)
{
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              c == '-' || c == '.' || c == '_';
        made += is_plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
    }
    return made;
}

std::string base64(std::string_view text)
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string made;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            made += letters[(bits >> (count - 6)) & 63];
    }
    return made;
}

/// The base64 of a text inside a longer one, at each of three offsets, without the letters at its ends that
/// depend on the text around it.
std::vector<std::string> inside_base64(std::string_view text)
{
    std::vector<std::string> made;
    for (std::size_t before = 0; before < 3; ++before) {
        const std::string whole = base64(std::string(before, 'x') + std::string(text));
        const std::size_t begin = before == 0 ? 0 : before + 1;
        made.push_back(whole.substr(begin, whole.size() - begin - 1));
    }
    return made;
}

std::string json_escaped(std::string_view text)
{
    std::string made;
    for (const char c : text)
        made += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    return made;
}

/// The secret as it is, and in the encodings that clients and services use.
std::vector<std::string> forms_of(const std::string& secret)
{
    return {secret, percent_encoded(secret, "0123456789ABCDEF"), percent_encoded(secret, "0123456789abcdef"),
            base64(secret), base64("user:" + secret)};
}

bool holds(std::string_view line, const std::string& secret)
{
    std::vector<std::string> searched = inside_base64(secret);
    for (const std::string& form : forms_of(secret))
        searched.push_back(form);
    searched.push_back(json_escaped(secret));
    for (const std::string& each : searched)
        if (line.find(each) != std::string_view::npos)
            return true;
    return false;
}

using place = std::pair<const char*, std::function<void(exchange&, const std::string&)>>;

const std::vector<place>& places_of_requests()
{
    static const std::vector<place> all{
        {"method", [](exchange& e, const std::string& s) { e.method = s; }},
        {"target", [](exchange& e, const std::string& s) { e.target = s; }},
        {"segment", [](exchange& e, const std::string& s) { e.target = "/v1/" + s + "/accounts"; }},
        {"user info", [](exchange& e, const std::string& s) { e.target = "https://a:" + s + "@h/v1"; }},
        {"query", [](exchange& e, const std::string& s) { e.target += "?" + s; }},
        {"parameter", [](exchange& e, const std::string& s) { e.target += "?email=" + s + "&x=" + s; }},
        {"known parameter",
         [](exchange& e, const std::string& s) { e.target += "?date=" + s + "&bot=" + s; }},
        {"API token",
         [](exchange& e, const std::string& s) { e.request_fields = {{"Authorization", "Bearer " + s}}; }},
        {"credential", [](exchange& e, const std::string& s) { e.request_fields = {{"Authorization", s}}; }},
        {"proxy", [](exchange& e,
                     const std::string& s) { e.request_fields = {{"Proxy-Authorization", "Basic " + s}}; }},
        {"cookie", [](exchange& e, const std::string& s) { e.request_fields = {{"Cookie", "a=" + s}}; }},
        {"name of field", [](exchange& e, const std::string& s) { e.request_fields = {{s, "1"}}; }},
        {"date", [](exchange& e, const std::string& s) { e.request_fields = {{"Date", s}}; }},
        {"media type", [](exchange& e, const std::string& s) { e.request_fields = {{"Content-Type", s}}; }},
        {"boundary",
         [](exchange& e, const std::string& s) {
             e.request_fields = {
                 {"Content-Type", "multipart/form-data; boundary=\"" + json_escaped(s) + "\""}};
             e.request_body =
                 "--" + s + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--" + s + "--";
         }},
        {"form",
         [](exchange& e, const std::string& s) {
             e.request_fields = {{"Content-Type", "multipart/form-data; boundary=b"}};
             e.request_body = "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" +
                              s + "\r\n--b--";
         }},
        {"form with a file",
         [](exchange& e, const std::string& s) {
             e.request_fields = {{"Content-Type", "multipart/form-data; boundary=b"}};
             const std::string quoted = json_escaped(s);
             e.request_body = "--b\r\nContent-Disposition: form-data; name=\"" + quoted + "\"; filename=\"" +
                              quoted + "\"\r\nX-Y: " + s + "\r\n\r\n" + s + "\r\n--b--";
         }},
        {"form in a line",
         [](exchange& e, const std::string& s) {
             e.request_fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
             e.request_body = "password=" + s + "&" + s + "=1";
         }},
        {"content", [](exchange& e, const std::string& s) { e.request_body = s; }},
        {"JSON", [](exchange& e,
                    const std::string& s) { e.request_body = R"({"password":")" + json_escaped(s) + "\"}"; }},
        {"broken JSON",
         [](exchange& e, const std::string& s) { e.request_body = R"({"password":")" + json_escaped(s); }},
    };
    return all;
}

void answer_json(exchange& e, const std::string& before, const std::string& s, const std::string& after)
{
    e.answer_body = before + json_escaped(s) + after;
}

const std::vector<place>& places_of_answers()
{
    static const std::vector<place> all{
        {"field",
         [](exchange& e, const std::string& s) { e.answer_fields.emplace_back("Set-Cookie", "a=" + s); }},
        {"known field",
         [](exchange& e, const std::string& s) { e.answer_fields = {{"Retry-After", s}, {"Date", s}}; }},
        {"name of field",
         [](exchange& e, const std::string& s) { e.answer_fields.emplace_back("X-RateLimit-" + s, "1"); }},
        {"media type",
         [](exchange& e, const std::string& s) { e.answer_fields = {{"Content-Type", "text/plain;" + s}}; }},
        {"text", [](exchange& e, const std::string& s) { e.answer_body = s; }},
        {"sentence",
         [](exchange& e, const std::string& s) { e.answer_body = "Login failed: " + s + ", try again."; }},
        {"long text",
         [](exchange& e, const std::string& s) { e.answer_body = std::string(2000, 'a') + " " + s; }},
        {"page", [](exchange& e, const std::string& s) { e.answer_body = "<html><title>" + s + "</title>"; }},
        {"string", [](exchange& e, const std::string& s) { answer_json(e, "\"", s, "\""); }},
        {"list", [](exchange& e, const std::string& s) { answer_json(e, "[[\"", s, "\"]]"); }},
        {"member",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"jwt":{"token":")", s, "\"}}"); }},
        {"unknown member",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"a":[{"b":")", s, "\"}]}"); }},
        {"error",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"error":"refused: ')", s, "'\"}"); }},
        {"details",
         [](exchange& e, const std::string& s) {
             answer_json(e, R"({"errorDetails":{"message":")", s, "\"}}");
         }},
        {"number as text",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"maxJobs":")", s, "\"}"); }},
        {"time", [](exchange& e, const std::string& s) { answer_json(e, R"({"retryAfter":")", s, "\"}"); }},
        {"renewal", [](exchange& e, const std::string& s) { answer_json(e, R"({"sub":")", s, "\"}"); }},
        {"workspace",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"useWorkspace":")", s, "\"}"); }},
        {"email",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"email":")", s, "@h.example\"}"); }},
        {"job",
         [](exchange& e, const std::string& s) {
             answer_json(e, R"({"taskId":"user:1-runwayml:)", s, "-task:1\"}");
         }},
        {"part of a job",
         [](exchange& e, const std::string& s) {
             answer_json(e, R"({"taskId":"user:1-runwayml:a@b.cd-task:)", s, "\"}");
         }},
        {"name of member", [](exchange& e, const std::string& s) { answer_json(e, "{\"", s, "\":1}"); }},
        {"account",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"US:)", s, R"(@h.example":{}})"); }},
        {"member given twice",
         [](exchange& e, const std::string& s) { answer_json(e, R"({"error":")", s, R"(","error":""})"); }},
        {"deep", [](exchange& e,
                    const std::string& s) { answer_json(e, std::string(40, '['), s, std::string(40, ']')); }},
    };
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(secret_in_any_place_of_an_exchange_is_in_no_form_in_its_line)
{
    const std::vector<std::string> secrets{api_token,
                                           session_token,
                                           "hunter22",
                                           "correcthorsebattery",
                                           "login failed account",
                                           "p@ss\"w\\rd & co/123",
                                           "someone.else+tag@company.example",
                                           "\xC3\xBC\xE2\x82\xACpassw\xC3\xB6rd",
                                           "{\"a\":1}",
                                           "<secret>"};
    std::vector<place> places = places_of_requests();
    places.insert(places.end(), places_of_answers().begin(), places_of_answers().end());
    for (const std::string& secret : secrets) {
        BOOST_TEST(holds(secret, secret));
        for (const auto& [name, put] : places)
            for (const std::string& form : forms_of(secret)) {
                exchange seen = plain_exchange();
                // A secret of letters only could be the name of a new member, unless the request shows that
                // it is a secret.
                seen.request_fields.emplace_back("Authorization", "Bearer " + form);
                put(seen, form);
                const std::string line = line_of(safe(seen));
                BOOST_TEST(!holds(line, secret), name << ": " << line);
                BOOST_TEST(line.find('\n') == line.size() - 1);
            }
    }
}

BOOST_AUTO_TEST_SUITE_END()
