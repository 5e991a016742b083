#include "accounts/success_with_error.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi::accounts;

BOOST_AUTO_TEST_SUITE(successes_with_error)

BOOST_AUTO_TEST_CASE(status_that_an_error_names_is_read)
{
    const struct
    {
        const char* text;
        int status;
    } cases[] = {{R"({"error":"x","code":401})", 401},
                 {R"({"code":"596"})", 596},
                 {R"({"code":429.0})", 429},
                 {R"({"code":200})", 0},
                 {R"({"code":600})", 0},
                 {R"({"code":"E1"})", 0},
                 {R"({"error":"x"})", 0},
                 {"[401]", 0},
                 {"", 0}};

    for (const auto& [text, status] : cases) {
        BOOST_TEST_CONTEXT(text)
        BOOST_TEST(parse_error_status(text).value_or(0) == status);
    }
}

BOOST_AUTO_TEST_SUITE_END()
