#include "runwayml/validate.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;

BOOST_AUTO_TEST_SUITE(validation)

BOOST_AUTO_TEST_CASE(validate_email_accepts_addresses_that_the_service_takes)
{
    for (const std::string email :
         {"a@b.cd", "first.last@example.com", "first+tag@example.com", "o'brien@example.co.uk",
          "a_b-c@x-y.example.com", "A@B.CD", "1@2.34", "{a}|b@c.de"}) {
        BOOST_TEST_CONTEXT(email)
        {
            BOOST_TEST(!validate_email(email).has_value());
        }
    }
    BOOST_TEST(!validate_email(std::string(245, 'a') + "@bcd.efg").has_value());
}

BOOST_AUTO_TEST_CASE(validate_email_names_what_is_wrong_and_where)
{
    struct row
    {
        std::string email;
        std::string message;
    };

    const row rows[] = {
        {"", "email is empty"},
        {"a b@c.de", "email holds a blank at position 2, which is not allowed"},
        {" a@c.de", "email holds a blank at position 1, which is not allowed"},
        {"a@c.de\n", "email holds the byte 0x0A at position 7, which is not allowed"},
        {std::string("a\0b@c.de", 8), "email holds the byte 0x00 at position 2, which is not allowed"},
        {"a\x7f@c.de", "email holds the byte 0x7F at position 2, which is not allowed"},
        {"a/b@c.de", "email holds '/' at position 2, which is not allowed"},
        {"a@c.de/x", "email holds '/' at position 7, which is not allowed"},
        {"a\\b@c.de", "email holds '\\' at position 2, which is not allowed"},
        {"a?b@c.de", "email holds '?' at position 2, which is not allowed"},
        {"a#b@c.de", "email holds '#' at position 2, which is not allowed"},
        {"a\"b@c.de", "email holds '\"' at position 2, which is not allowed"},
        {"a,b@c.de", "email holds ',' at position 2, which is not allowed"},
        {"<a@c.de>", "email holds '<' at position 1, which is not allowed"},
        {"\xC3\xA4@c.de", "email holds the byte 0xC3 at position 1, only ASCII is allowed"},
        {"a@c\xC3\xA4.de", "email holds the byte 0xC3 at position 4, only ASCII is allowed"},
        {"a@b@c.de", "email holds more than one '@'"},
        {"a.b.c", "email holds no '@'"},
        {"@c.de", "email has nothing before the '@'"},
        {".a@c.de", "email has a dot too many before the '@'"},
        {"a.@c.de", "email has a dot too many before the '@'"},
        {"a..b@c.de", "email has a dot too many before the '@'"},
        {"a@", "email has no domain such as example.com behind the '@'"},
        {"a@localhost", "email has no domain such as example.com behind the '@'"},
        {"a@.de", "email has no domain such as example.com behind the '@'"},
        {"a@c..de", "email has no domain such as example.com behind the '@'"},
        {"a@c.de.", "email has no domain such as example.com behind the '@'"},
        {"a@-c.de", "email has a '-' at the edge of a part of its domain"},
        {"a@c-.de", "email has a '-' at the edge of a part of its domain"},
        {"a@c.d-", "email has a '-' at the edge of a part of its domain"},
        {std::string(250, 'a') + "@b.cd", "email is longer than 254 bytes"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.message)
        {
            const auto problem = validate_email(r.email);
            BOOST_TEST_REQUIRE(problem.has_value());
            BOOST_TEST(problem->field() == "email");
            BOOST_TEST(problem->message() == r.message);
        }
    }
}

BOOST_AUTO_TEST_CASE(validate_checks_every_field_of_the_settings)
{
    const auto good = [] {
        account_settings settings("a@b.cd", secret("pass word"));
        settings.max_jobs(5);
        return settings;
    };
    const auto with_password = [](const std::string& text) {
        account_settings settings("a@b.cd", secret(text));
        settings.max_jobs(5);
        return settings;
    };

    struct row
    {
        account_settings settings;
        std::string field;
        std::string message;
    };

    const row rows[] = {
        {account_settings("a@b.cd", secret("x")), "maxJobs", "maxJobs is missing, must be 1 to 10"},
        {good().max_jobs(0), "maxJobs", "maxJobs is 0, must be 1 to 10"},
        {good().max_jobs(11), "maxJobs", "maxJobs is 11, must be 1 to 10"},
        {good().max_jobs(-3), "maxJobs", "maxJobs is -3, must be 1 to 10"},
        {with_password(""), "password", "password is empty"},
        {with_password(std::string(1025, 'p')), "password", "password is longer than 1024 bytes"},
        {with_password("ab\ncd"), "password", "password holds a control character at byte 3"},
        {with_password("ab\xff"), "password", "password is not valid UTF-8 at byte 3"},
        {with_password("ab\xed\xa0\x80"), "password", "password is not valid UTF-8 at byte 3"},
        {with_password("\xc0\xaf"), "password", "password is not valid UTF-8 at byte 1"},
        {with_password("\xf4\x90\x80\x80"), "password", "password is not valid UTF-8 at byte 1"},
        {with_password("a\xe2\x82"), "password", "password is not valid UTF-8 at byte 2"},
        {good().use_workspace(""), "useWorkspace", "useWorkspace is empty"},
        {good().use_workspace(std::string(257, 'w')), "useWorkspace",
         "useWorkspace is longer than 256 bytes"},
        {good().use_workspace("a\tb"), "useWorkspace", "useWorkspace holds a control character at byte 2"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.message)
        {
            const auto problem = validate(r.settings);
            BOOST_TEST_REQUIRE(problem.has_value());
            BOOST_TEST(problem->field() == r.field);
            BOOST_TEST(problem->message() == r.message);
            const error refused = problem->to_error();
            BOOST_TEST((refused.code() == errc::invalid_argument));
            BOOST_TEST((refused.effect() == effect::none));
        }
    }
    BOOST_TEST(!validate(good()).has_value());
    BOOST_TEST(!validate(good().max_jobs(1).use_workspace("true")).has_value());
    BOOST_TEST(!validate(good().max_jobs(10)).has_value());
    BOOST_TEST(!validate(with_password(" leading \xF0\x9F\x90\xB4 blank")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
