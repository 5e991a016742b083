#include "runwayml/account_codec.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <map>
#include <string>

using namespace useapi;
using namespace useapi::runwayml;

namespace {

const std::string nasty_texts[] = {
    "plain",
    " blanks at both ends ",
    "\"quotes\" and \\backslashes\\",
    std::string("control \x01\x1f and nul \0 inside", 28),
    "line\r\nbreaks\tand tabs",
    "uml\xC3\xA4ut and horse \xF0\x9F\x90\xB4",
    "--useapi-0123456789abcdef--",
    "</script>&amp;'%40",
};

/** An independent reading of multipart/form-data, as strict as a test needs. */
std::map<std::string, std::string> parts_of(const std::string& body, const std::string& boundary)
{
    std::map<std::string, std::string> parts;
    const std::string delimiter = "--" + boundary;
    std::size_t at = 0;
    BOOST_TEST_REQUIRE(body.starts_with(delimiter + "\r\n"));
    while (body.compare(at, delimiter.size() + 2, delimiter + "--") != 0) {
        at += delimiter.size() + 2;
        const std::size_t head_end = body.find("\r\n\r\n", at);
        const std::string head = body.substr(at, head_end - at);
        const std::size_t end = body.find("\r\n" + delimiter, head_end);
        BOOST_TEST_REQUIRE(end != std::string::npos);
        // RFC 7578 section 4.2: a quoted name. The names here need no escapes.
        const std::string before_name = "Content-Disposition: form-data; name=\"";
        BOOST_TEST_REQUIRE(head.starts_with(before_name));
        const std::string name = head.substr(before_name.size(), head.size() - before_name.size() - 1);
        BOOST_TEST(head == before_name + name + '"');
        BOOST_TEST(name.find('"') == std::string::npos);
        BOOST_TEST(!parts.contains(name));
        parts[name] = body.substr(head_end + 4, end - head_end - 4);
        at = end + 2;
    }
    BOOST_TEST(body.substr(at) == delimiter + "--\r\n");
    return parts;
}

} // namespace

BOOST_AUTO_TEST_SUITE(encoding)

BOOST_AUTO_TEST_CASE(append_json_writes_the_documented_members)
{
    std::string out = "before ";
    append_json(out, account_settings("a@b.cd", secret("p\"w")).max_jobs(5));
    BOOST_TEST(out == R"(before {"email":"a@b.cd","password":"p\"w","maxJobs":5})");
    out.clear();
    append_json(out,
                account_settings("a@b.cd", secret("x")).max_jobs(10).use_workspace(use_workspace::paid()));
    BOOST_TEST(out == R"({"email":"a@b.cd","password":"x","maxJobs":10,"useWorkspace":true})");
    out.clear();
    append_json(
        out, account_settings("a@b.cd", secret("x")).max_jobs(1).use_workspace(use_workspace::team("123")));
    BOOST_TEST(out == R"({"email":"a@b.cd","password":"x","maxJobs":1,"useWorkspace":"123"})");
}

BOOST_AUTO_TEST_CASE(append_json_escapes_what_rfc_8259_says_and_nothing_else)
{
    for (int value = 0; value < 0x80; ++value) {
        const char c = static_cast<char>(value);
        char control[7];
        std::snprintf(control, sizeof control, "\\u%04x", static_cast<unsigned>(value));
        const std::string expected = value < 0x20            ? std::string(control)
                                     : c == '"' || c == '\\' ? std::string("\\") + c
                                                             : std::string(1, c);
        std::string out;
        append_json(out, account_settings("", secret(std::string(1, c) + "x" + c)));
        BOOST_TEST(out == R"({"email":"","password":")" + expected + "x" + expected + "\"}");
    }
}

BOOST_AUTO_TEST_CASE(append_json_is_read_back_as_it_was)
{
    for (const std::string& text : nasty_texts) {
        std::string out;
        append_json(
            out,
            account_settings("a@b.cd", secret(text)).max_jobs(5).use_workspace(use_workspace::team(text)));
        const auto parsed = boost::json::parse(out).as_object();
        BOOST_TEST((parsed.at("password").as_string() == boost::json::string_view(text)));
        BOOST_TEST((parsed.at("useWorkspace").as_string() == boost::json::string_view(text)));
    }
}

BOOST_AUTO_TEST_CASE(append_multipart_is_read_back_as_it_was)
{
    for (const std::string& text : nasty_texts) {
        account_settings settings("a@b.cd", secret(text));
        settings.max_jobs(5).use_workspace(use_workspace::team(text));
        const std::string boundary = choose_boundary(settings, 7);
        std::string out;
        append_multipart(out, settings, boundary);
        const auto parts = parts_of(out, boundary);
        BOOST_TEST(parts.size() == 4U);
        BOOST_TEST(parts.at("email") == "a@b.cd");
        BOOST_TEST((parts.at("password") == text));
        BOOST_TEST(parts.at("maxJobs") == "5");
        BOOST_TEST((parts.at("useWorkspace") == text));
    }
}

BOOST_AUTO_TEST_CASE(append_multipart_leaves_out_what_is_not_set)
{
    std::string out = "before ";
    append_multipart(out, account_settings("a@b.cd", secret("x")), "B");
    BOOST_TEST(out == "before --B\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.cd\r\n"
                      "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nx\r\n--B--\r\n");
}

BOOST_AUTO_TEST_CASE(choose_boundary_avoids_what_a_value_holds)
{
    const account_settings plain("a@b.cd", secret("x"));
    const std::string first = choose_boundary(plain, 1);
    BOOST_TEST(first == choose_boundary(plain, 1));
    BOOST_TEST(first == choose_boundary(account_settings("a@b.cd", secret("another")), 1));
    BOOST_TEST(first != choose_boundary(plain, 2));
    // The characters that RFC 2046 allows in an unquoted boundary of Content-Type.
    BOOST_TEST(first.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    const account_settings trap("a@b.cd", secret("holds " + first + " inside"));
    const std::string second = choose_boundary(trap, 1);
    BOOST_TEST(second != first);
    BOOST_TEST(second.size() <= 70U); // RFC 2046 section 5.1.1
}

BOOST_AUTO_TEST_SUITE_END()
