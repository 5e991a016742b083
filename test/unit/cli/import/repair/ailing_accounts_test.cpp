#include "cli/import/repair/ailing_accounts.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(accounts_that_ail)

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;
using useapi::runwayml::account;
using useapi::runwayml::jwt;

const auto now = ailing_accounts::time_point(1734858598s);

account dead(const std::string& email)
{
    account made(email);
    made.error("login failed");
    return made;
}

account ending(const std::string& email, std::chrono::seconds in)
{
    account made(email);
    made.jwt(jwt().expires_at(jwt::time_point(1734858598s + in)));
    return made;
}

BOOST_AUTO_TEST_CASE(repair_finds_dead_accounts_alone)
{
    ailing_accounts found(std::nullopt);
    found.add("eu", {dead("a@x.com"), ending("b@x.com", -1h), account("c@x.com")}, now);
    BOOST_REQUIRE(found.find("eu", "a@x.com") != nullptr);
    BOOST_TEST(*found.find("eu", "a@x.com") == "dead: login failed");
    BOOST_TEST(found.find("eu", "b@x.com") == nullptr);
    BOOST_TEST(found.find("eu", "c@x.com") == nullptr);
    BOOST_TEST(found.find("us", "a@x.com") == nullptr);
}

BOOST_AUTO_TEST_CASE(renewal_finds_sessions_that_ended_or_end_soon)
{
    ailing_accounts found(1h);
    account dead_with_a_session = ending("e@x.com", 1s);
    dead_with_a_session.error("login failed");
    found.add("",
              {dead("a@x.com"), dead_with_a_session, ending("b@x.com", 0s), ending("c@x.com", 1h),
               ending("d@x.com", 2h)},
              now);
    BOOST_TEST(found.find("", "a@x.com") == nullptr);
    BOOST_TEST(found.find("", "e@x.com") == nullptr);
    BOOST_REQUIRE(found.find("", "b@x.com") != nullptr);
    BOOST_TEST(*found.find("", "b@x.com") == "its session ended at 2024-12-22T09:09:58Z");
    BOOST_REQUIRE(found.find("", "c@x.com") != nullptr);
    BOOST_TEST(*found.find("", "c@x.com") == "its session ends at 2024-12-22T10:09:58Z");
    BOOST_TEST(found.find("", "d@x.com") == nullptr);
}

BOOST_AUTO_TEST_CASE(accounts_that_no_row_names_are_told)
{
    ailing_accounts found(std::nullopt);
    found.add("eu", {dead("a@x.com"), dead("b@X.com")}, now);
    BOOST_TEST(found.unnamed().size() == 2U);
    BOOST_TEST(found.find_named("eu", "b@x.COM") != nullptr); // the case of the domain does not matter
    BOOST_TEST(found.find_named("eu", "other@x.com") == nullptr);
    BOOST_REQUIRE(found.unnamed().size() == 1U);
    BOOST_TEST(found.unnamed()[0].first == "eu");
    BOOST_TEST(found.unnamed()[0].second == "a@x.com");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
