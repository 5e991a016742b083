#include "http/exchange/message_syntax.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace std::string_view_literals;

namespace {

struct verdict
{
    std::string_view text;
    bool expected;
};

http::request get(std::string path = "/x")
{
    return http::request("GET", std::move(path));
}

/** Empty for a request that may be sent. */
std::string refusal(const http::request& request)
{
    const auto refused = http::check(request);
    if (!refused)
        return "";
    BOOST_TEST((refused->code() == errc::invalid_argument));
    BOOST_TEST((refused->effect() == effect::none));
    return refused->detail();
}

} // namespace

BOOST_AUTO_TEST_SUITE(message_syntax)

BOOST_AUTO_TEST_CASE(token_is_told_from_other_text)
{
    const std::vector<verdict> cases = {
        {"GET", true},     {"X-Thing_1", true}, {"!#$%&'*+-.^_`|~", true},
        {"", false},       {" ", false},        {"A B", false},
        {"A\t", false},    {"A:", false},       {"A\r\n", false},
        {"A\0B"sv, false}, {"\xc3\xa4", false}, {"(", false},
        {"\"", false},     {"\x7f", false},
    };
    for (const auto& [text, expected] : cases)
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_TEST(http::is_token(text) == expected);
        }
}

BOOST_AUTO_TEST_CASE(field_value_is_told_from_other_text)
{
    const std::vector<verdict> cases = {
        {"", true},           {"a", true},       {"a b\tc", true}, {"\"a, b\"", true},
        {"\xff\x80", true},   {" a", false},     {"a ", false},    {"\ta", false},
        {"a\t", false},       {" ", false},      {"a\rb", false},  {"a\nb", false},
        {"a\r\nX: y", false}, {"a\0b"sv, false}, {"\x01", false},  {"\x7f", false},
    };
    for (const auto& [text, expected] : cases)
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_TEST(http::is_field_value(text) == expected);
        }
}

BOOST_AUTO_TEST_CASE(every_byte_is_told_at_every_place_in_a_field_value)
{
    constexpr std::size_t size = 19;
    for (const char filler : {'x', '\t', '\xff'})
        for (std::size_t at = 0; at < size; ++at)
            for (unsigned byte = 0; byte < 256; ++byte) {
                std::string text(size, filler);
                text[at] = static_cast<char>(byte);
                const bool belongs = byte == '\t' || (byte >= 0x20 && byte != 0x7f);
                BOOST_TEST_REQUIRE(http::leading_field_characters(text) == (belongs ? size : at));
            }
}

BOOST_AUTO_TEST_CASE(origin_form_is_told_from_other_text)
{
    const std::vector<verdict> cases = {
        {"/", true},          {"/a/b@c+d?e=f&g=%20", true},
        {"//a", true},        {"", false},
        {"a", false},         {"*", false},
        {"http://a/", false}, {"?a", false},
        {"/a b", false},      {"/a\t", false},
        {"/a#b", false},      {"/a\r\nX: y", false},
        {"/\n", false},       {"/a\0b"sv, false},
        {"/\x7f", false},     {"/\xc3\xa4", false},
    };
    // RFC 9112 section 3 recommends request lines of 8,000 bytes at least.
    BOOST_TEST(http::is_origin_form('/' + std::string(8000, 'a')));
    for (const auto& [text, expected] : cases)
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_TEST(http::is_origin_form(text) == expected);
        }
}

BOOST_AUTO_TEST_CASE(texts_are_compared_without_the_case_of_ascii)
{
    BOOST_TEST(http::equals_without_case("", ""));
    BOOST_TEST(http::equals_without_case("Retry-After", "rETRY-aFTER"));
    BOOST_TEST(!http::equals_without_case("a", "ab"));
    BOOST_TEST(!http::equals_without_case("ab", "a"));
    BOOST_TEST(!http::equals_without_case("@[", "`{"));
    BOOST_TEST(!http::equals_without_case("\xc4", "\xe4"));
}

BOOST_AUTO_TEST_CASE(sound_request_is_not_refused)
{
    BOOST_TEST(refusal(get()) == "");
    BOOST_TEST(refusal(get("/features/?email=a@b.c")) == "");
    BOOST_TEST(refusal(get().add_field("X-A", "b c").add_field("Cookie", "").add_field("x-a", "\xff")) == "");
    BOOST_TEST(refusal(http::request("POST", "/x").content("application/json", std::string("\r\n\0", 3))) ==
               "");
    BOOST_TEST(refusal(http::request("POST", "/x").content("", "a")) == "");
    BOOST_TEST(refusal(http::request("OPTIONS", "/x")) == "");
    BOOST_TEST(refusal(http::request("OPTIONS", "/x").content("text/plain", "a")) == "");
}

BOOST_AUTO_TEST_CASE(unsound_part_is_named)
{
    for (const std::string method : {"", "GE T", "GET\r\n", "GET /x HTTP/1.1\r\nX:"})
        BOOST_TEST_CONTEXT(method)
        {
            BOOST_TEST(refusal(http::request(method, "/x")) == "the request method is not a token");
        }
    BOOST_TEST(refusal(http::request("CONNECT", "/x")) ==
               "the request method CONNECT is not for an origin server");
    BOOST_TEST(refusal(http::request("TRACE", "/x")) ==
               "the request method TRACE would send the API token back");
    BOOST_TEST(refusal(http::request("OPTIONS", "/x").content("", "a")) ==
               "an OPTIONS request with content needs a media type");
    for (const std::string path : {"", "x", "/a b", "/a\r\nX: y", "/a#b", "http://elsewhere/"})
        BOOST_TEST_CONTEXT(path)
        {
            BOOST_TEST(refusal(get(path)) == "the request path must start with '/' and be percent-encoded");
        }
    BOOST_TEST(refusal(http::request("POST", "/x").content("text/plain\r\nX: y", "")) ==
               "the media type holds a character that is not allowed in a field");
    BOOST_TEST(refusal(get().add_field("X Y", "z")) == "a field name is not a token");
    BOOST_TEST(refusal(get().add_field("", "z")) == "a field name is not a token");
    BOOST_TEST(refusal(get().add_field("X\r\nY", "z")) == "a field name is not a token");
}

BOOST_AUTO_TEST_CASE(refused_value_is_not_shown)
{
    BOOST_TEST(refusal(get().add_field("X-Key", "hidden\r\nY: z")) ==
               "the value of field X-Key holds a character that is not allowed in a field");
}

BOOST_AUTO_TEST_CASE(field_of_the_client_is_refused)
{
    for (const std::string name :
         {"Host", "Authorization", "AUTHORIZATION", "User-Agent", "Accept", "content-length", "Content-Type",
          "transfer-encoding", "TE", "Trailer", "Connection", "Keep-Alive", "Upgrade", "Expect"})
        BOOST_TEST(refusal(get().add_field(name, "x")) == "field " + name + " is set by the client itself");
}

BOOST_AUTO_TEST_SUITE_END()
