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

BOOST_AUTO_TEST_CASE(parse_account_leaves_unset_what_is_missing_or_of_another_type)
{
    for (const std::string text :
         {"{}", R"({"email":null,"password":null,"maxJobs":null,"jwt":null,"error":null})",
          R"({"email":7,"password":[],"maxJobs":"many","jwt":"no","useWorkspace":{}})",
          R"({"jwt":[],"maxJobs":2.5,"useWorkspace":false})", "\xEF\xBB\xBF{}", " \r\n{} \n"}) {
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
    BOOST_TEST(!parsed(R"({"maxJobs":1e300})").max_jobs().has_value());

    struct row
    {
        const char* exp;
        long expected;
    };

    const row rows[] = {
        {"1734858598.864", 1734858598864L},
        {"1734858598", 1734858598000L},
        {"\"1734858598.5\"", 1734858598500L},
        {"0", 0},
        {"-1", -1},
        {"1e300", -1},
        {"\"soon\"", -1},
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
    BOOST_TEST(parsed(R"({"error":")" + std::string(2000, 'x') + "\"}").error()->size() == 512U);
}

BOOST_AUTO_TEST_CASE(parse_account_refuses_what_is_no_json_object)
{
    for (const std::string text : {"", "null", "[]", "7", "\"text\"", "{", "{}x", "{} {}", "<html></html>",
                                   "{\"a\":}", "{'a':1}", "Configuration not found."}) {
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
    for (std::size_t size = 0; size < documented.size(); ++size) {
        account read;
        BOOST_TEST(parse_account(std::string_view(documented).substr(0, size), "a@b.cd", read) ==
                   errc::unexpected_content);
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
    BOOST_TEST(parse_accounts("[]", read) == errc::unexpected_content);
}

BOOST_AUTO_TEST_CASE(parse_accounts_reads_many)
{
    std::string text = "{";
    for (int i = 0; i < 10000; ++i)
        text += (i ? ",\"" : "\"") + std::to_string(i) + "@b.cd\":" + documented;
    text += "}";
    std::vector<account> read;
    BOOST_TEST(!parse_accounts(text, read));
    BOOST_TEST(read.size() == 10000U);
}

BOOST_AUTO_TEST_SUITE_END()
