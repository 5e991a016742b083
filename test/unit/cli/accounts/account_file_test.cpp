#include "cli/accounts/account_file.hpp"

#include "bulk/services.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::cli;
using useapi::runwayml::account;
using useapi::runwayml::workspace;

BOOST_AUTO_TEST_SUITE(account_files)

BOOST_AUTO_TEST_CASE(line_of_an_account_holds_all_but_its_password)
{
    const struct
    {
        std::string_view name;
        account shown;
        std::string line;
        std::string object;
        bool lacks_workspace;
    } cases[] = {
        {"bare", account("a@b.cd"), "a@b.cd,,,,eu\r\n",
         R"({"email":"a@b.cd","password":"","profile":"eu"})"
         "\n",
         false},
        {"with jobs", account("a@b.cd").max_jobs(5), "a@b.cd,,5,,eu\r\n",
         R"({"email":"a@b.cd","password":"","maxJobs":5,"profile":"eu"})"
         "\n",
         false},
        {"paid", account("a@b.cd").use_workspace("true"), "a@b.cd,,,true,eu\r\n",
         R"({"email":"a@b.cd","password":"","useWorkspace":"true","profile":"eu"})"
         "\n",
         false},
        {"none", account("a@b.cd").use_workspace("false"), "a@b.cd,,,,eu\r\n",
         R"({"email":"a@b.cd","password":"","profile":"eu"})"
         "\n",
         false},
        {"team", account("a@b.cd").use_workspace("42"), "a@b.cd,,,42,eu\r\n",
         R"({"email":"a@b.cd","password":"","useWorkspace":"42","profile":"eu"})"
         "\n",
         false},
        {"found", account("a@b.cd").workspace(workspace().id("t-1").name("Team")), "a@b.cd,,,t-1,eu\r\n",
         R"({"email":"a@b.cd","password":"","useWorkspace":"t-1","profile":"eu"})"
         "\n",
         false},
        {"of another form", account("a@b.cd").workspace(workspace().name("Team")), "a@b.cd,,,,eu\r\n",
         R"({"email":"a@b.cd","password":"","profile":"eu"})"
         "\n",
         true},
        {"like a formula", account("+a@b.cd"), "+a@b.cd,,,,eu\r\n",
         R"({"email":"+a@b.cd","password":"","profile":"eu"})"
         "\n",
         false},
        {"quoted", account("\"a,b\"@b.cd"), "\"\"\"a,b\"\"@b.cd\",,,,eu\r\n",
         R"({"email":"\"a,b\"@b.cd","password":"","profile":"eu"})"
         "\n",
         false},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            std::vector<std::string> lacking;
            BOOST_TEST(account_file_lines("eu", {each.shown}, lacking) == each.line);
            BOOST_TEST(!lacking.empty() == each.lacks_workspace);
            lacking.clear();
            BOOST_TEST(account_file_objects("eu", {each.shown}, lacking) == each.object);
            BOOST_TEST(!lacking.empty() == each.lacks_workspace);
        }
    }
}

BOOST_AUTO_TEST_CASE(lines_stand_by_email)
{
    std::vector<std::string> lacking;
    BOOST_TEST(account_file_header() == "email,password,maxJobs,useWorkspace,profile\r\n");
    BOOST_TEST(account_file_lines("", {account("b@b.cd"), account("a@b.cd")}, lacking) ==
               "a@b.cd,,,,\r\nb@b.cd,,,,\r\n");
}

BOOST_AUTO_TEST_CASE(columns_are_those_of_the_service)
{
    const struct
    {
        std::string_view service;
        std::string header;
        account shown;
        std::string line;
        std::string object;
    } cases[] = {
        {"pixverse", "email,password,maxJobs,profile\r\n", account("a@b.cd").max_jobs(8), "a@b.cd,,8,eu\r\n",
         R"({"email":"a@b.cd","password":"","maxJobs":8,"profile":"eu"})"},
        {"kling", "email,password,passToken,did,userId,maxJobs,profile\r\n", account("a@b.cd").max_jobs(50),
         "a@b.cd,,,,,50,eu\r\n", R"({"email":"a@b.cd","password":"","maxJobs":50,"profile":"eu"})"},
        {"dreamina", "email,password,region,maxJobs,profile\r\n", account("CA:a@b.cd"), "a@b.cd,,CA,,eu\r\n",
         R"({"email":"a@b.cd","password":"","region":"CA","profile":"eu"})"},
        {"mureka", "account,email,password,token,refresh_token,profile\r\n", account("17"), "17,,,,,eu\r\n",
         R"({"account":"17","profile":"eu"})"},
        {"minimax", "account,token,url,maxJobs,profile\r\n", account("17").max_jobs(2), "17,,,2,eu\r\n",
         R"({"account":"17","token":"","url":"","maxJobs":2,"profile":"eu"})"},
    };

    for (const auto& each : cases)
        BOOST_TEST_CONTEXT(each.service)
        {
            const auto* const of = useapi::bulk::find_service(each.service).value();
            std::vector<std::string> lacking;
            BOOST_TEST(account_file_header(of) == each.header);
            BOOST_TEST(account_file_lines("eu", {each.shown}, lacking, of) == each.line);
            BOOST_TEST(account_file_objects("eu", {each.shown}, lacking, of) == each.object + '\n');
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
