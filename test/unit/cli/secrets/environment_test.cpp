#include "cli/secrets/environment.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

namespace {

using useapi::cli::environment_refuses_colors;
using useapi::cli::environment_secrets;

BOOST_AUTO_TEST_SUITE(environment)

BOOST_AUTO_TEST_CASE(take_of_set_variables_leaves_none_behind)
{
    ::setenv("USEAPI_TOKEN", "user:1234-token", 1);
    ::setenv("USEAPI_ACCOUNT_PASSWORD", " a password ", 1);
    const char* const where = std::getenv("USEAPI_TOKEN");
    const environment_secrets taken = environment_secrets::take();
    BOOST_TEST(taken.token.reveal() == "user:1234-token");
    BOOST_TEST(taken.account_password.reveal() == " a password ");
    BOOST_TEST(std::getenv("USEAPI_TOKEN") == nullptr);
    BOOST_TEST(std::getenv("USEAPI_ACCOUNT_PASSWORD") == nullptr);
    BOOST_TEST(*where == '\0');
}

BOOST_AUTO_TEST_CASE(take_of_missing_variables_is_empty)
{
    ::unsetenv("USEAPI_TOKEN");
    ::unsetenv("USEAPI_ACCOUNT_PASSWORD");
    const environment_secrets taken = environment_secrets::take();
    BOOST_TEST(taken.token.empty());
    BOOST_TEST(taken.account_password.empty());
}

BOOST_AUTO_TEST_CASE(no_color_counts_where_it_is_not_empty)
{
    ::setenv("NO_COLOR", "1", 1);
    BOOST_TEST(environment_refuses_colors());
    ::setenv("NO_COLOR", "", 1);
    BOOST_TEST(!environment_refuses_colors());
    ::unsetenv("NO_COLOR");
    BOOST_TEST(!environment_refuses_colors());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
