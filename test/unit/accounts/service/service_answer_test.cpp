#include "accounts/service/service_answer.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using namespace useapi;
using namespace useapi::accounts;

BOOST_AUTO_TEST_SUITE(service_answers)

// A user would not see whose account it is, where the key of the account is a number.
BOOST_AUTO_TEST_CASE(account_has_the_email_of_the_answer_or_else_of_the_request)
{
    const struct
    {
        std::string_view asked;
        const char* answer;
        const char* email;
    } rows[] = {
        {"", R"({"id":"7","email":"user@example.com"})", "user@example.com"},
        {"user@example.com", R"({"id":"7","email":"user@example.com"})", "user@example.com"},
        {"user@example.com", R"({"id":"7","email":"u***@example.com"})", "user@example.com"},
        {"user@example.com", R"({"id":"7"})", "user@example.com"},
        {"", R"({"id":"7","email":"u***@example.com"})", "u***@example.com"},
        {"", R"({"id":"7"})", ""},
    };

    service_traits of;
    of.key = account_key::id;
    of.key_members = {"id"};
    for (const auto& [asked, answer, email] : rows)
        BOOST_TEST_CONTEXT(answer << " to a question about " << asked)
        {
            account read;
            const auto failed =
                read_service_account({of, account_operation::upsert, {}, asked, {}}, 200, answer, read);
            BOOST_TEST(!failed.has_value());
            BOOST_TEST(read.email() == email);
            BOOST_TEST(read.key() == "7");
        }
}

BOOST_AUTO_TEST_SUITE_END()
