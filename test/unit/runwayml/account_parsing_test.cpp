#include "runwayml/account_codec.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;

namespace {

const std::string documented = R"({"email":"user@example.com","password":"****","maxJobs":5,
 "useWorkspace":"42","jwt":{"token":"aaa.bbb.ccc","exp":1734858598.864,"iat":1732266598.864,"id":17},
 "somethingNew":{"nested":[1,2,3]}})";

account parsed(const std::string& text)
{
    account read;
    const error_code ec = parse_account(text, "asked@for.it", read);
    BOOST_TEST(!ec);
    return read;
}

long ms(const std::optional<jwt::time_point>& time)
{
    return time ? static_cast<long>(time->time_since_epoch().count()) : -1;
}

} // namespace

BOOST_AUTO_TEST_SUITE(parsing)

BOOST_AUTO_TEST_CASE(parse_account_reads_the_documented_answer)
{
    const account read = parsed(documented);
    BOOST_TEST(read.email() == "user@example.com");
    BOOST_TEST(read.password().reveal() == "****");
    BOOST_TEST(read.max_jobs().value() == 5);
    BOOST_TEST(read.use_workspace().value() == "42");
    BOOST_TEST_REQUIRE(read.jwt().has_value());
    BOOST_TEST(read.jwt()->token().reveal() == "aaa.bbb.ccc");
    BOOST_TEST(ms(read.jwt()->expires_at()) == 1734858598864L);
    BOOST_TEST(ms(read.jwt()->issued_at()) == 1732266598864L);
    BOOST_TEST(read.jwt()->id().value() == "17");
    BOOST_TEST(!read.error().has_value());
}

BOOST_AUTO_TEST_CASE(parse_account_reads_members_in_whatever_way_they_are_put)
{
    const struct
    {
        std::string text;
        std::string token;
        std::string id;
    } cases[] = {
        {R"({"email":"user@example.com","jwt":{"token":"t","id":4}})", "t", "4"},
        {R"({"email":"other@example.com","email":"user@example.com","jwt":{"token":"no"},"jwt":{"token":"t"}})",
         "t", ""},
        {R"({"em\u0061il":"user@example.com","jwt":{"t\u006fken":"t"}})", "t", ""},
        {R"({"email":"user\u0040example.com","jwt":{"token":"\u0074","id":"4"}})", "t", "4"},
        {R"({"unknown":{"email":"no","jwt":{"token":"no"}},"email":"user@example.com","jwt":{"token":"t"}})",
         "t", ""},
        {R"({"jwt":{"list":[{"token":"no"},7],"token":"t","more":{"id":3},"id":4},"email":"user@example.com"})",
         "t", "4"},
        {R"({"list":[{"jwt":{"token":"no"}}],"email":"user@example.com","jwt":{"more":{},"token":"t"}})", "t",
         ""},
        {R"({"email":"user@example.com","jwt":{"token":"t","exp":"1734858598.864"},"error":null})", "t", ""},
    };

    for (const auto& [text, token, id] : cases) {
        BOOST_TEST_CONTEXT(text)
        {
            const account read = parsed(text);
            BOOST_TEST(read.email() == "user@example.com");
            BOOST_TEST_REQUIRE(read.jwt().has_value());
            BOOST_TEST(read.jwt()->token().reveal() == token);
            BOOST_TEST(read.jwt()->id().value_or("") == id);
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_account_leaves_unset_what_is_missing_or_of_another_type)
{
    for (const std::string text :
         {"{}", R"({"email":null,"password":null,"maxJobs":null,"jwt":null,"error":null})",
          R"({"email":7,"password":[],"maxJobs":"many","jwt":"no","useWorkspace":{}})",
          R"({"jwt":[],"maxJobs":2.5,"useWorkspace":false})", R"({"maxJobs":"","email":"","error":""})",
          R"({"maxJobs":true,"useWorkspace":"","error":false,"password":7})",
          R"({"Email":"x@y.zz","EMAIL":"x@y.zz","max_jobs":5})", R"({"unknown":{"email":"x@y.zz"}})",
          "\xEF\xBB\xBF{}", " \r\n{} \n"}) {
        BOOST_TEST_CONTEXT(text)
        {
            const account read = parsed(text);
            BOOST_TEST(read.email() == "asked@for.it");
            BOOST_TEST(read.password().empty());
            BOOST_TEST(!read.max_jobs().has_value());
            BOOST_TEST(!read.use_workspace().has_value());
            BOOST_TEST(!read.jwt().has_value());
            BOOST_TEST(!read.error().has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_account_takes_numbers_in_every_form)
{
    BOOST_TEST(parsed(R"({"maxJobs":5})").max_jobs().value() == 5);
    BOOST_TEST(parsed(R"({"maxJobs":5.0})").max_jobs().value() == 5);
    BOOST_TEST(parsed(R"({"maxJobs":"5"})").max_jobs().value() == 5);
    BOOST_TEST(parsed(R"({"maxJobs":5e0})").max_jobs().value() == 5);
    BOOST_TEST(parsed(R"({"maxJobs":-1})").max_jobs().value() == -1);
    for (const std::string other :
         {"1e300", "2147483648", "18446744073709551615", "\"5 \"", "\"nan\"", "\"5.5\""})
        BOOST_TEST(!parsed("{\"maxJobs\":" + other + "}").max_jobs().has_value());

    struct row
    {
        const char* exp;
        long expected;
    };

    const row rows[] = {
        {"1734858598.864", 1734858598864L},
        {"1734858598", 1734858598000L},
        {"\"1734858598.5\"", 1734858598500L},
        {"\"1734858598.864\"", 1734858598864L},
        {"1734858598864e-3", 1734858598864L},
        {"1734858598.001", 1734858598001L},
        {"1734858598.999", 1734858598999L},
        {"1734858598.9996", 1734858599000L},
        {"1734858598.0004", 1734858598000L},
        {"0.001", 1},
        {"0", 0},
        {"-1", -1},
        {"-0.5", -1},
        {"1e300", -1},
        {"1e400", -1},
        {"253402300800", -1},
        {"\"soon\"", -1},
        {"\"nan\"", -1},
        {"\"inf\"", -1},
        {"\"-1\"", -1},
        {"\"\"", -1},
        {"null", -1},
        {"[1734858598]", -1},
        {"true", -1},
        {"18446744073709551615", -1},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.exp)
        {
            const account read = parsed(R"({"jwt":{"exp":)" + std::string(r.exp) + "}}");
            BOOST_TEST(ms(read.jwt()->expires_at()) == r.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_account_takes_a_stored_error_in_every_form)
{
    BOOST_TEST(parsed(R"({"error":"bad login"})").error().value() == "bad login");
    BOOST_TEST(parsed(R"({"error":{"message":"bad login","code":5}})").error().value() == "bad login");
    BOOST_TEST(parsed(R"({"error":{"code":5}})").error().value() == R"({"code":5})");
    BOOST_TEST(parsed(R"({"error":{"message":"","code":5}})").error().value() ==
               R"({"message":"","code":5})");
    BOOST_TEST(parsed(R"({"error":{"message":{"a":1}}})").error().value() == R"({"message":{"a":1}})");
    BOOST_TEST(parsed(R"({"error":["a","b"]})").error().value() == R"(["a","b"])");
    BOOST_TEST(parsed(R"({"error":true})").error().value() == "true");
    BOOST_TEST(parsed(R"({"error":")" + std::string(512, 'x') + "\"}").error()->size() == 512U);
    BOOST_TEST(parsed(R"({"error":")" + std::string(2000, 'x') + "\"}").error()->size() == 512U);
    BOOST_TEST(parsed(R"({"error":{"a":")" + std::string(2000, 'x') + "\"}}").error()->size() == 512U);
    // A cut never leaves half a character.
    BOOST_TEST(parsed(R"({"error":")" + std::string(511, 'x') + "\xF0\x9F\x90\xB4\"}").error().value() ==
               std::string(511, 'x'));
}

BOOST_AUTO_TEST_CASE(parse_account_takes_ids_as_text_or_number)
{
    const auto workspace = [](const std::string& value) {
        return parsed("{\"useWorkspace\":" + value + "}").use_workspace().value_or("none");
    };
    BOOST_TEST(workspace("true") == "true");
    BOOST_TEST(workspace("\"true\"") == "true");
    BOOST_TEST(workspace("\"team\"") == "team");
    BOOST_TEST(workspace("42") == "42");
    BOOST_TEST(workspace("18446744073709551615") == "18446744073709551615");
    BOOST_TEST(workspace("4.2") == "none");
    BOOST_TEST(workspace("[1]") == "none");
    const auto id = [](const std::string& value) {
        return parsed("{\"jwt\":{\"id\":" + value + "}}").jwt()->id().value_or("none");
    };
    BOOST_TEST(id("17") == "17");
    BOOST_TEST(id("-1") == "-1");
    BOOST_TEST(id("\"a-b\"") == "a-b");
    for (const std::string other : {"null", "\"\"", "true", "{}", "[]"})
        BOOST_TEST(id(other) == "none");
}

BOOST_AUTO_TEST_CASE(parse_account_takes_the_last_of_members_with_one_name)
{
    const account read = parsed(R"({"email":"a@b.cd","maxJobs":1,"maxJobs":2,"email":"e@f.gh",
        "jwt":{"token":"old"},"jwt":{"token":"new","token":"newest"},"error":"x","error":null})");
    BOOST_TEST(read.email() == "e@f.gh");
    BOOST_TEST(read.max_jobs().value() == 2);
    BOOST_TEST(read.jwt()->token().reveal() == "newest");
    BOOST_TEST(!read.error().has_value());
}

BOOST_AUTO_TEST_CASE(parse_account_reads_escapes_in_names_and_values)
{
    const account read =
        parsed(R"({"em\u0061il":"\u0061@b.cd","password":"\"\\\/\b\f\n\r\t\u0000\ud83d\udc34"})");
    BOOST_TEST(read.email() == "a@b.cd");
    const std::string expected("\"\\/\b\f\n\r\t\0\xF0\x9F\x90\xB4", 13);
    BOOST_TEST((read.password().reveal() == expected));
}

BOOST_AUTO_TEST_CASE(parse_account_reads_values_that_begin_with_an_escape)
{
    const account read = parsed(R"({"email":"\u0061@b.cd","password":"\"first","useWorkspace":"\\second",
        "jwt":{"token":"\/third","id":"\u0034th"}})");
    BOOST_TEST(read.email() == "a@b.cd");
    BOOST_TEST((read.password().reveal() == "\"first"));
    BOOST_TEST(read.use_workspace().value() == "\\second");
    BOOST_TEST((read.jwt()->token().reveal() == "/third"));
    BOOST_TEST(read.jwt()->id().value() == "4th");
}

BOOST_AUTO_TEST_CASE(parse_account_that_refuses_leaves_the_account_as_it_was)
{
    account read("a@b.cd");
    read.max_jobs(7);
    BOOST_TEST(parse_account(R"({"email":"e@f.gh","maxJobs":1)", "x@y.zz", read) == errc::unexpected_content);
    BOOST_TEST(read.email() == "a@b.cd");
    BOOST_TEST(read.max_jobs().value() == 7);
    std::vector<account> list(2);
    BOOST_TEST(parse_accounts("[]", list) == errc::unexpected_content);
    BOOST_TEST(list.size() == 2U);
}

BOOST_AUTO_TEST_CASE(parse_account_refuses_what_is_no_json_object)
{
    for (const std::string text : {"",
                                   "null",
                                   "[]",
                                   "7",
                                   "\"text\"",
                                   "{",
                                   "{}x",
                                   "{} {}",
                                   "<html></html>",
                                   "{\"a\":}",
                                   "{'a':1}",
                                   "Configuration not found.",
                                   "{}\xEF\xBB\xBF",
                                   "\xEF\xBB\xBF",
                                   "\xEF\xBB\xBF\xEF\xBB\xBF{}",
                                   "{\"a\":NaN}",
                                   "{\"a\":1,}",
                                   "{/* why */}",
                                   "{\"a\":\"\n\"}",
                                   "{\"a\":\"\xFF\"}",
                                   "{\"a\":\"\\ud83d\"}"}) {
        BOOST_TEST_CONTEXT(text)
        {
            account read;
            BOOST_TEST(parse_account(text, "a@b.cd", read) == errc::unexpected_content);
        }
    }
    account read;
    BOOST_TEST(parse_account(std::string(5000, '['), "a@b.cd", read) == errc::unexpected_content);
    std::string deep = "{\"a\":";
    for (int i = 0; i < 5000; ++i)
        deep += "[";
    BOOST_TEST(parse_account(deep, "a@b.cd", read) == errc::unexpected_content);
}

BOOST_AUTO_TEST_CASE(parse_account_cut_at_any_byte_is_unexpected_content)
{
    const std::string list =
        R"({"a@b.cd":)" + documented + R"(,"e\u0040f.gh":{"error":{"message":"\ud83d\udc34"}}})";
    for (const std::string& whole : {documented, "\xEF\xBB\xBF" + documented, list}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            // A copy of that very size, so that AddressSanitizer sees a read beyond its end.
            const std::vector<char> piece(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            const std::string_view text(piece.data(), piece.size());
            account read;
            BOOST_TEST(parse_account(text, "a@b.cd", read) == errc::unexpected_content);
            std::vector<account> all;
            BOOST_TEST(parse_accounts(text, all) == errc::unexpected_content);
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_account_with_any_byte_changed_reads_or_refuses)
{
    std::size_t refused = 0;
    for (std::size_t at = 0; at < documented.size(); ++at) {
        for (const char replacement : {'"', '\\', '{', '}', '[', ',', ':', '0', '-', 'e', '\0', '\xFF'}) {
            std::string text = documented;
            text[at] = replacement;
            account read("untouched");
            const error_code ec = parse_account(text, "a@b.cd", read);
            BOOST_TEST((!ec || (ec == errc::unexpected_content && read.email() == "untouched")));
            refused += ec ? 1 : 0;
        }
    }
    BOOST_TEST(refused > documented.size());
}

BOOST_AUTO_TEST_CASE(parse_account_reads_what_the_service_answers_beside_accounts)
{
    struct row
    {
        const char* name;
        const char* text;
        bool is_object;
    };

    // Such bodies come here only from a proxy that answers 200 whatever happens.
    const row rows[] = {
        {"empty", "", false},
        {"prose", "Configuration not found. To create configuration use POST /accounts/email.", false},
        {"page of a CDN", "<!DOCTYPE html>\n<html><head><title>520</title></head></html>", false},
        {"error as text", R"({"error":"Unauthorized"})", true},
        {"error as object", R"({"error":{"message":"Unauthorized"},"code":401})", true},
        {"error with details", R"({"error":"Unauthorized","errorDetails":{"a":[1]},"code":"E1"})", true},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            account read;
            BOOST_TEST(!parse_account(r.text, "a@b.cd", read) == r.is_object);
            if (r.is_object)
                BOOST_TEST(read.error().value() == "Unauthorized");
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_accounts_reads_the_object_by_email)
{
    std::vector<account> read;
    BOOST_TEST(!parse_accounts(
        R"({"a@b.cd":{"maxJobs":3},"c@d.ef":{"email":"C@d.ef","error":"x"},"e@f.gh":null})", read));
    BOOST_TEST_REQUIRE(read.size() == 3U);
    BOOST_TEST(read[0].email() == "a@b.cd");
    BOOST_TEST(read[0].max_jobs().value() == 3);
    BOOST_TEST(read[1].email() == "C@d.ef");
    BOOST_TEST(read[1].error().value() == "x");
    BOOST_TEST(read[2].email() == "e@f.gh");
    BOOST_TEST(!parse_accounts("{}", read));
    BOOST_TEST(read.empty());
    BOOST_TEST(!parse_accounts(R"({"a@b.cd":{"maxJobs":3},"a@b.cd":{"maxJobs":4}})", read));
    BOOST_TEST_REQUIRE(read.size() == 1U);
    BOOST_TEST(read[0].max_jobs().value() == 4);
}

BOOST_AUTO_TEST_CASE(parse_accounts_passes_over_what_is_no_account)
{
    std::vector<account> read;
    BOOST_TEST(!parse_accounts(
        R"({"total":2,"error":"none","a@b.cd":[],"next":null,"e@f.gh":"text","id":{"email":"i@j.kl"}})",
        read));
    BOOST_TEST_REQUIRE(read.size() == 3U);
    BOOST_TEST(read[0].email() == "a@b.cd");
    BOOST_TEST(read[1].email() == "e@f.gh");
    BOOST_TEST(!read[1].max_jobs().has_value());
    BOOST_TEST(read[2].email() == "i@j.kl");
    BOOST_TEST(parse_accounts("[]", read) == errc::unexpected_content);
}

BOOST_AUTO_TEST_CASE(parse_accounts_refuses_a_list_that_is_not_one_of_accounts)
{
    for (const std::string text :
         {R"({"error":"Unauthorized"})", R"({"total":0})", R"({"a@b.cd":{"email":"e@f.gh"}})",
          R"({"a@b.cd":{"maxJobs":5},"e@f.gh":{"email":"a@b.cd"}})"}) {
        BOOST_TEST_CONTEXT(text)
        {
            std::vector<account> read(2);
            BOOST_TEST(parse_accounts(text, read) == errc::unexpected_content);
            BOOST_TEST(read.size() == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_accounts_reads_many)
{
    const std::string without_email = "{" + documented.substr(documented.find("\"password"));
    std::string text = "{";
    for (int i = 0; i < 10000; ++i)
        text += (i ? ",\"" : "\"") + std::to_string(i) + "@b.cd\":" + without_email;
    text += "}";
    std::vector<account> read;
    BOOST_TEST(!parse_accounts(text, read));
    BOOST_TEST_REQUIRE(read.size() == 10000U);
    BOOST_TEST(read[9999].jwt()->token().reveal() == "aaa.bbb.ccc");
}

BOOST_AUTO_TEST_SUITE_END()
