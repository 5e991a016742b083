#include "accounts/account_name.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace useapi::runwayml;

BOOST_TEST_DONT_PRINT_LOG_VALUE(account_match)

BOOST_AUTO_TEST_SUITE(account_names)

BOOST_AUTO_TEST_CASE(shown_email_is_compared_as_the_service_does)
{
    using enum account_match;

    struct row
    {
        const char* shown;
        const char* email;
        account_match expected;
    };

    const row rows[] = {
        {"user@example.com", "user@example.com", same},
        {"user@Example.COM", "user@example.com", same},
        {"user@example.com", "user@EXAMPLE.com", same},
        {"User@example.com", "user@example.com", other_case},
        {"user@example.com", "USER@EXAMPLE.COM", other_case},
        {"user2@example.com", "user@example.com", other},
        {"user@example.com", "user2@example.com", other},
        {"user@example.org", "user@example.com", other},
        {"user@example.co", "user@example.com", other},
        {"user@example.com ", "user@example.com", other},
        {"user", "user@example.com", other},
        {"user%40example.com", "user@example.com", other},
        // A masked email matches every email that fits.
        {"u***@example.com", "user@example.com", same},
        {"u***@Example.com", "user@example.com", same},
        {"u***r@example.com", "user@example.com", same},
        {"user@***", "user@example.com", same},
        {"***", "user@example.com", same},
        {"****@*******.com", "user@example.com", same},
        {"us*@ex*e.c*m", "user@example.com", same},
        {"u***@example.com", "u@example.com", same},
        {"*@e*a*m*.com", "user@example.com", same},
        {"U***@example.com", "user@example.com", other_case},
        {"v***@example.com", "user@example.com", other},
        {"u***@example.org", "user@example.com", other},
        {"u***x@example.com", "user@example.com", other},
        {"*@example.comm", "user@example.com", other},
        {"us*er*r@example.com", "user@example.com", other},
        // A star is allowed in an email, too.
        {"a*b@example.com", "a*b@example.com", same},
        {"a*b@example.com", "a*c@example.com", other},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.shown << " for " << r.email)
        BOOST_TEST(match_account(r.shown, r.email) == r.expected);
    }
}

BOOST_AUTO_TEST_CASE(email_that_tells_more_is_kept)
{
    BOOST_TEST(fuller_email("", "user@example.com") == "user@example.com");
    BOOST_TEST(fuller_email("u***@example.com", "user@example.com") == "user@example.com");
    BOOST_TEST(fuller_email("user@Example.com", "user@example.com") == "user@Example.com");
    BOOST_TEST(fuller_email("v***@example.com", "user@example.com") == "v***@example.com");
    BOOST_TEST(fuller_email("u***@example.com", "") == "u***@example.com");
    BOOST_TEST(fuller_email("", "") == "");
}

BOOST_AUTO_TEST_SUITE_END()
