#include <useapi/runwayml/validate.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

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

// A user whose address holds the one character would be told that the address is not allowed.
BOOST_AUTO_TEST_CASE(validate_email_accepts_every_letter_and_digit_before_and_behind_the_at)
{
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")) {
        BOOST_TEST_CONTEXT(c)
        {
            const std::string text(3, c);
            BOOST_TEST(!validate_email(text + "@" + text + ".de").has_value());
        }
    }
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
        {"\xC3\xA4@c.de", "email holds U+00E4 at position 1, only ASCII is allowed"},
        {"a@c\xC3\xA4.de", "email holds U+00E4 at position 4, only ASCII is allowed"},
        {"a\u200B@c.de", "email holds U+200B at position 2, only ASCII is allowed"},
        {"\xF0\x9F\x90\xB4@c.de", "email holds U+1F434 at position 1, only ASCII is allowed"},
        {"a\xE9@c.de", "email holds the byte 0xE9 at position 2, only ASCII is allowed"},
        {"a@c.de\xC3", "email holds the byte 0xC3 at position 7, only ASCII is allowed"},
        {"a@b@c.de", "email holds more than one '@', the second at position 4"},
        {"@@", "email holds more than one '@', the second at position 2"},
        {"a@b!c.de", "email holds '!' at position 4, which is not allowed"},
        {"a@b_c.de", "email holds '_' at position 4, which is not allowed"},
        {"a@[127.0.0.1]", "email holds '[' at position 3, which is not allowed"},
        {"a.b.c", "email holds no '@'"},
        {"@c.de", "email has nothing before the '@'"},
        {".a@c.de", "email has a dot too many before the '@'"},
        {"a.@c.de", "email has a dot too many before the '@'"},
        {"a..b@c.de", "email has a dot too many before the '@'"},
        {"a@", "email has no domain such as example.com after the '@'"},
        {"a@localhost", "email has no domain such as example.com after the '@'"},
        {"a@.de", "email has a dot too many after the '@'"},
        {"a@c..de", "email has a dot too many after the '@'"},
        {"a@c.de.", "email has a dot too many after the '@'"},
        {"a@..", "email has a dot too many after the '@'"},
        {"..@c.de", "email has a dot too many before the '@'"},
        {"a@-c.de", "email has a '-' at the beginning or end of a part of its domain"},
        {"a@c-.de", "email has a '-' at the beginning or end of a part of its domain"},
        {"a@c.d-", "email has a '-' at the beginning or end of a part of its domain"},
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

BOOST_AUTO_TEST_CASE(validate_email_with_a_forbidden_byte_anywhere_names_its_position)
{
    const std::string good = "ab@cd.ef";
    for (int value = 0; value < 256; ++value) {
        const char c = static_cast<char>(value);
        const bool is_forbidden = value <= 0x20 || value >= 0x7F ||
                                  std::string_view("/\\?#\"<>,;:()[]").find(c) != std::string_view::npos;
        if (!is_forbidden)
            continue;
        for (std::size_t at = 0; at <= good.size(); ++at) {
            std::string email = good;
            email.insert(at, 1, c);
            BOOST_TEST_CONTEXT("byte " << value << " at " << at)
            {
                const auto problem = validate_email(email);
                BOOST_TEST_REQUIRE(problem.has_value());
                BOOST_TEST(problem->message().find("at position " + std::to_string(at + 1)) !=
                           std::string::npos);
                for (const char shown : problem->message())
                    BOOST_TEST((shown >= 0x20 && shown < 0x7F));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(validate_of_a_refused_password_does_not_show_it)
{
    for (const std::string text : {"hunter2\n", "hunter2\xFF", "\x7Fhunter2"}) {
        account_settings settings("a@b.cd", secret(text));
        settings.max_jobs(5);
        const auto problem = validate(settings);
        BOOST_TEST_REQUIRE(problem.has_value());
        BOOST_TEST(problem->message().find("hunter2") == std::string::npos);
        BOOST_TEST(problem->to_error().message().find("hunter2") == std::string::npos);
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
        {with_password("\r"), "password", "password holds a control character at byte 1"},
        {with_password(std::string("a\0b", 3)), "password", "password holds a control character at byte 2"},
        {with_password("a\tb"), "password", "password holds a control character at byte 2"},
        {with_password("ab\xff"), "password", "password is not valid UTF-8 at byte 3"},
        {with_password("ab\xed\xa0\x80"), "password", "password is not valid UTF-8 at byte 3"},
        {with_password("\xc0\xaf"), "password", "password is not valid UTF-8 at byte 1"},
        {with_password("\xf4\x90\x80\x80"), "password", "password is not valid UTF-8 at byte 1"},
        {with_password("a\xe2\x82"), "password", "password is not valid UTF-8 at byte 2"},
        {good().use_workspace(use_workspace::team("")), "useWorkspace", "useWorkspace is empty"},
        {good().use_workspace(use_workspace::team(std::string(257, 'w'))), "useWorkspace",
         "useWorkspace is longer than 256 bytes"},
        {good().use_workspace(use_workspace::team("\xff")), "useWorkspace",
         "useWorkspace is not valid UTF-8 at byte 1"},
        {good().use_workspace(use_workspace::team("a\tb")), "useWorkspace",
         "useWorkspace holds a control character at byte 2"},
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
    BOOST_TEST(!validate(good().max_jobs(1).use_workspace(use_workspace::paid())).has_value());
    BOOST_TEST(!validate(good().max_jobs(10)).has_value());
    BOOST_TEST(!validate(with_password(std::string(1024, 'p'))).has_value());
    BOOST_TEST(!validate(good().use_workspace(use_workspace::team(std::string(256, 'w')))).has_value());
    BOOST_TEST(!validate(with_password("\"quotes\", \\ and </tags>")).has_value());
    BOOST_TEST(!validate(with_password(" leading \xF0\x9F\x90\xB4 blank")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
