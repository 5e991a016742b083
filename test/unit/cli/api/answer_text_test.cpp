#include "cli/api/answer_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(text_of_answers)

namespace {

using namespace useapi::cli;
using useapi::secret;
using useapi::http::response;

BOOST_AUTO_TEST_CASE(tokens_are_replaced_wherever_they_are)
{
    const secret token("user:1234-abc");

    struct row
    {
        std::string text;
        std::string expected;
    };

    const row rows[] = {
        {"", ""},
        {"user:1234-abc", "***"},
        {"a user:1234-abcuser:1234-abc b", "a ****** b"},
        {"user:1234-ab", "user:1234-ab"},
        {R"({"jwt":"eyJhbGciOi.eyJzdWIi.sig-_1"})", R"({"jwt":"***"})"},
        {"eyJhbGciOi.eyJzdWIi", "eyJhbGciOi.eyJzdWIi"}, // two parts are not a JWT
        {"eyJ.a.", "eyJ.a."},
    };
    for (const row& each : rows)
        BOOST_TEST(without_tokens(each.text, token) == each.expected);
    BOOST_TEST(without_tokens("text", secret("")) == "text");
}

BOOST_AUTO_TEST_CASE(content_is_one_line_of_json)
{
    struct row
    {
        std::string body;
        std::string expected;
    };

    const row rows[] = {
        {"", "null"},
        {R"({"a":1})", R"({"a":1})"},
        {"{\r\n\"a\": 1\n}", "{\"a\": 1}"},
        {"not JSON", R"("not JSON")"},
        {"{\"a\":", R"("{\"a\":")"},
        {"\xFF", "\"\xEF\xBF\xBD\""},
    };
    for (const row& each : rows)
        BOOST_TEST(content_json(response(200, {}, each.body)) == each.expected);
}

BOOST_AUTO_TEST_CASE(header_is_shown_a_line_a_field)
{
    const response answer(404, {{"Content-Type", "text/plain"}, {"X-Odd", "a\x1b[2Jb"}}, "");
    BOOST_TEST(header_text(answer) == "HTTP/1.1 404\nContent-Type: text/plain\nX-Odd: a\\x1b[2Jb\n\n");
}

BOOST_AUTO_TEST_CASE(answer_is_an_object_with_fields_of_one_name_joined)
{
    const response answer(200, {{"Set-Cookie", "a"}, {"Via", "x"}, {"set-cookie", "b"}}, "[1]");
    BOOST_TEST(answer_json(answer) ==
               R"({"status":200,"headers":{"set-cookie":"a, b","via":"x"},"body":[1]})");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
