#include "runwayml/ordinary_account.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;

BOOST_AUTO_TEST_SUITE(ordinary_accounts)

// The other way to read an account gives the same one, so no other test notices which of both was taken. A
// user would lose time with every answer, and each secret would be copied once more.
BOOST_AUTO_TEST_CASE(answer_in_the_usual_form_is_read_in_one_pass)
{
    for (const std::string text :
         {R"({"email":"a@b.cd"})", R"({})",
          R"({"email":"a@b.cd","password":"hunter22","maxJobs":5,"useWorkspace":"team"})",
          R"({"email":"a@b.cd","useWorkspace":true,"maxJobs":5})",
          R"({"email":"a@b.cd","useWorkspace":false})", R"({"email":"a@b.cd","useWorkspace":null})",
          R"({"email":"a@b.cd","jwt":null,"error":null})", R"({"email":"a@b.cd","error":false})",
          R"({"email":"a@b.cd","models":["a",["b"],1,true,null]})",
          R"({"email":"a@b.cd","jwt":{"token":"abc","exp":1800000000,"iat":1.7e9,"id":42,"more":{}}})",
          R"({"email":"a@b.cd","jwt":{"id":"42","other":-1}})"}) {
        BOOST_TEST_CONTEXT(text)
        {
            account read;
            BOOST_TEST(read_ordinary_account(text, "a@b.cd", read));
            BOOST_TEST(read.email() == "a@b.cd");
        }
    }
}

BOOST_AUTO_TEST_CASE(answer_in_another_form_is_left_alone)
{
    for (const std::string text :
         {"", "[]", "5", "null", R"("a@b.cd")", R"({"email":"a@b.cd"} {})", R"({"email":"a@b.cd")",
          R"({"email":"a@b.cd","email":"e@f.gh"})", R"({"email":5})", R"({"email":["a@b.cd"]})",
          R"({"email":"a\u0040b.cd"})", R"({"email":"a@b.cd","error":"dead"})",
          R"({"email":"a@b.cd","error":true})", R"({"email":"a@b.cd","maxJobs":2147483648})",
          R"({"email":"a@b.cd","maxJobs":5.5})", R"({"email":"a@b.cd","team":{"id":42}})"}) {
        BOOST_TEST_CONTEXT(text)
        {
            account read("before@b.cd");
            BOOST_TEST(!read_ordinary_account(text, "a@b.cd", read));
            BOOST_TEST(read.email() == "before@b.cd");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
