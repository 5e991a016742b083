#include "cli/accounts/account_view.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;
using useapi::runwayml::account;
using useapi::runwayml::jwt;
using time_point = jwt::time_point;

const auto now = std::chrono::system_clock::time_point(1734858598s);

account with_expiry(time_point when)
{
    return account("a@b.c").jwt(jwt().expires_at(when));
}

BOOST_AUTO_TEST_SUITE(account_views)

BOOST_AUTO_TEST_CASE(state_of_an_account_tells_what_is_wrong)
{
    BOOST_TEST(view_of(with_expiry(time_point(1734858599s)), now).state == "ok");
    BOOST_TEST(view_of(with_expiry(time_point(1734858598s)), now).state == "expired");
    BOOST_TEST(view_of(with_expiry(time_point(1734858599s)).error("broken"), now).state == "error");
    BOOST_TEST(view_of(account("a@b.c"), now).state == "unknown");
    BOOST_TEST(view_of(account("a@b.c").jwt(jwt()), now).state == "unknown");
}

BOOST_AUTO_TEST_CASE(views_of_accounts_are_in_the_order_of_their_emails)
{
    const std::vector<account> accounts{account("c@x.y"), account("a@x.y"), account("b@x.y")};
    const auto views = views_of(accounts, now);
    BOOST_REQUIRE(views.size() == 3U);
    BOOST_TEST(views[0].email == "a@x.y");
    BOOST_TEST(views[1].email == "b@x.y");
    BOOST_TEST(views[2].email == "c@x.y");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
