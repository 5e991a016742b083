#include "unit/vocabulary/shell_words.hpp"
#include "vocabulary/request_outline.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>
#include <vector>

using namespace useapi::detail;
using useapi::testing::arguments_of_curl;

namespace {

using words = std::vector<std::string>;

request_outline outline(std::string method, std::string target)
{
    request_outline made;
    made.method = std::move(method);
    made.url = "https://service.test" + std::move(target);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(request_outlines)

BOOST_AUTO_TEST_CASE(command_line_reads_as_a_person_would_write_it)
{
    request_outline post = outline("POST", "/v1/accounts/a@b.c");
    post.fields = {{"Authorization", "Bearer ", "USEAPI_TOKEN"}, {"Content-Type", "application/json", {}}};
    post.content = R"({"password":"{{ACCOUNT_PASSWORD}}"})";
    BOOST_TEST(to_curl(post) == R"(curl --request POST --header 'Authorization: Bearer '"$USEAPI_TOKEN" )"
                                R"(--header 'Content-Type: application/json' )"
                                R"(--data-raw '{"password":"'"$ACCOUNT_PASSWORD"'"}' )"
                                R"(https://service.test/v1/accounts/a@b.c)");
    BOOST_TEST(to_curl(outline("GET", "/a?b=c&d=e")) == "curl 'https://service.test/a?b=c&d=e'");
    BOOST_TEST(to_curl(outline("HEAD", "/")) == "curl --head https://service.test/");
    BOOST_TEST(to_curl(outline("DELETE", "/a/../[1]")) ==
               "curl --request DELETE --globoff --path-as-is 'https://service.test/a/../[1]'");
    BOOST_TEST(to_curl({}).empty());
}

BOOST_AUTO_TEST_CASE(shell_takes_every_text_as_it_is)
{
    const std::string texts[] = {"plain",
                                 "it's",
                                 "''",
                                 "'",
                                 "$(touch /nonexistent/x)",
                                 "`id`",
                                 "$USEAPI_TOKEN",
                                 "\"; exit 3; \"",
                                 "\\",
                                 "\\'",
                                 "a\nb\r\n",
                                 "!x",
                                 "~",
                                 "*",
                                 "&& false",
                                 "# comment",
                                 "{{lower}}",
                                 "{{USEAPI_TOKEN",
                                 "{{}}",
                                 "\xff\x01\x7f",
                                 "-x",
                                 "@file"};
    for (const std::string& text : texts) {
        BOOST_TEST_CONTEXT(text)
        {
            request_outline hostile = outline("POST", "/" + text);
            hostile.method = text;
            hostile.fields = {{text, text, {}}};
            hostile.content = text;
            words got = arguments_of_curl(to_curl(hostile));
            std::erase_if(
                got, [](const std::string& each) { return each == "--globoff" || each == "--path-as-is"; });
            const words expected{"--request",
                                 text,
                                 "--header",
                                 text + ": " + text,
                                 "--data-raw",
                                 text,
                                 "https://service.test/" + text};
            BOOST_TEST(got == expected, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(shell_puts_the_secrets_in_as_they_are)
{
    const std::string secret = "$(exit 3) `x` \"'\\";
    ::setenv("USEAPI_TOKEN", secret.c_str(), 1);
    ::setenv("FIELD_X__", secret.c_str(), 1);
    request_outline asked = outline("POST", "/");
    asked.fields = {
        {"Authorization", "Bearer ", "USEAPI_TOKEN"}, {"X-$", "", "FIELD_X__"}, {"Empty", "", {}}};
    asked.content = "a{{USEAPI_TOKEN}}{{USEAPI_TOKEN}}'b";
    const words expected{"--request",
                         "POST",
                         "--header",
                         "Authorization: Bearer " + secret,
                         "--header",
                         "X-$: " + secret,
                         "--header",
                         "Empty;",
                         "--data-raw",
                         "a" + secret + secret + "'b",
                         "https://service.test/"};
    BOOST_TEST(arguments_of_curl(to_curl(asked)) == expected, boost::test_tools::per_element());
    ::unsetenv("USEAPI_TOKEN");
    ::unsetenv("FIELD_X__");
}

BOOST_AUTO_TEST_SUITE_END()
