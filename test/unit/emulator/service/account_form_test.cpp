#include "emulator/service/account_form.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace useapi::emulator;

constexpr const char* json_type = "application/json";
constexpr const char* path_email = "a+b@c.d";

std::string multipart_body(const std::string& max_jobs, const std::string& workspace)
{
    const auto part = [](const std::string& name, const std::string& value) {
        return "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    };
    return part("email", path_email) + part("password", "p w") + part("maxJobs", max_jobs) +
           (workspace.empty() ? "" : part("useWorkspace", workspace)) + "--X--\r\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(account_form)

BOOST_AUTO_TEST_CASE(read_account_form_good_body_account)
{
    const std::string start = R"({"email":"a+b@c.d","password":"p w","maxJobs":)";

    struct
    {
        const char* name;
        const char* content_type;
        std::string body;
        int max_jobs;
        std::optional<std::string> workspace;
    } const cases[] = {
        {"json", json_type, start + "5}", 5, std::nullopt},
        {"json number with a point", json_type, start + "5.0}", 5, std::nullopt},
        {"json number with an exponent", json_type, start + "1e1}", 10, std::nullopt},
        {"json with charset", "Application/JSON; charset=utf-8", start + "10}", 10, std::nullopt},
        {"json workspace true", json_type, start + R"(1,"useWorkspace":true})", 1, "true"},
        {"json workspace id", json_type, start + R"(1,"useWorkspace":"12"})", 1, "12"},
        {"json workspace number", json_type, start + R"(1,"useWorkspace":12})", 1, "12"},
        {"json unknown member", json_type, start + R"(1,"more":{}})", 1, std::nullopt},
        {"multipart", "multipart/form-data; boundary=X", multipart_body("7", ""), 7, std::nullopt},
        {"multipart number with a point", "multipart/form-data; boundary=X", multipart_body("7.0", ""), 7,
         std::nullopt},
        {"multipart workspace", "multipart/form-data; boundary=X", multipart_body("7", "true"), 7, "true"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            const auto read = read_account_form(path_email, c.content_type, c.body);
            BOOST_REQUIRE(std::holds_alternative<account>(read));
            const auto& given = std::get<account>(read);
            BOOST_TEST(given.email() == path_email);
            BOOST_TEST((given.password() == "p w"));
            BOOST_TEST(given.max_jobs() == c.max_jobs);
            BOOST_TEST((given.use_workspace() == c.workspace));
        }
    }
}

BOOST_AUTO_TEST_CASE(read_account_form_bad_body_reason)
{
    struct
    {
        const char* name;
        const char* path;
        const char* content_type;
        std::string body;
        const char* reason;
    } const cases[] = {
        {"no type", path_email, "", "{}", "Content-Type must be application/json or multipart/form-data"},
        {"form-urlencoded", path_email, "application/x-www-form-urlencoded", "email=a",
         "Content-Type must be application/json or multipart/form-data"},
        {"not json", path_email, json_type, "{", "Request body is not a JSON object"},
        {"array", path_email, json_type, "[]", "Request body is not a JSON object"},
        {"empty", path_email, json_type, "", "Request body is not a JSON object"},
        {"no email", path_email, json_type, R"({"password":"p","maxJobs":5})", "email is required"},
        {"email a number", path_email, json_type, R"({"email":1,"password":"p","maxJobs":5})",
         "email must be a string"},
        {"other email", path_email, json_type, R"({"email":"x@c.d","password":"p","maxJobs":5})",
         "email in the body does not equal the email in the path"},
        {"encoded at sign", "a%40c.d", json_type, R"({"email":"a@c.d","password":"p","maxJobs":5})",
         "The path does not end with an email address"},
        {"control in email", "a\n@c.d", json_type, R"({"email":"a\n@c.d","password":"p","maxJobs":5})",
         "The path does not end with an email address"},
        {"no password", path_email, json_type, R"({"email":"a+b@c.d","maxJobs":5})", "password is required"},
        {"empty password", path_email, json_type, R"({"email":"a+b@c.d","password":"","maxJobs":5})",
         "password is required"},
        {"no maxJobs", path_email, json_type, R"({"email":"a+b@c.d","password":"p"})", "maxJobs is required"},
        {"maxJobs 0", path_email, json_type, R"({"email":"a+b@c.d","password":"p","maxJobs":0})",
         "maxJobs must be a whole number from 1 to 10"},
        {"maxJobs 11", path_email, json_type, R"({"email":"a+b@c.d","password":"p","maxJobs":11})",
         "maxJobs must be a whole number from 1 to 10"},
        {"maxJobs text", path_email, json_type, R"({"email":"a+b@c.d","password":"p","maxJobs":"5"})",
         "maxJobs must be a whole number from 1 to 10"},
        {"maxJobs fraction", path_email, json_type, R"({"email":"a+b@c.d","password":"p","maxJobs":5.5})",
         "maxJobs must be a whole number from 1 to 10"},
        {"workspace false", path_email, json_type,
         R"({"email":"a+b@c.d","password":"p","maxJobs":5,"useWorkspace":false})",
         "useWorkspace must be true or a team id"},
        {"multipart maxJobs text", path_email, "multipart/form-data; boundary=X", multipart_body("5x", ""),
         "maxJobs must be a whole number from 1 to 10"},
        {"multipart cut", path_email, "multipart/form-data; boundary=X", "--X\r\n",
         "multipart body has no closing boundary"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            const auto read = read_account_form(c.path, c.content_type, c.body);
            BOOST_REQUIRE(std::holds_alternative<std::string>(read));
            BOOST_TEST(std::get<std::string>(read) == c.reason);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
