#include "bulk/services.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(accounts_of_services)

// A plan would tell of a change where there is none, and a list would lack what the account has.
BOOST_AUTO_TEST_CASE(shown_account_has_all_that_the_service_told)
{
    using namespace useapi;
    const accounts::account::time_point end{std::chrono::hours(500000)};
    accounts::account found;
    found.key("US:user@example.com").max_jobs(7).session_ends_at(end).error("Session refused");
    const runwayml::account shown = bulk::shown_account(found);
    BOOST_TEST(shown.email() == "US:user@example.com");
    BOOST_TEST((shown.max_jobs() == 7));
    BOOST_TEST_REQUIRE(shown.jwt().has_value());
    BOOST_TEST((shown.jwt()->expires_at() == end));
    BOOST_TEST((shown.error() == "Session refused"));

    const runwayml::account bare = bulk::shown_account(accounts::account().key("7"));
    BOOST_TEST(bare.email() == "7");
    BOOST_TEST(!bare.max_jobs());
    BOOST_TEST(!bare.jwt());
    BOOST_TEST(!bare.error());
}

BOOST_AUTO_TEST_SUITE_END()
