#include "unit/cli/accounts/health_cases.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(account_health)

BOOST_AUTO_TEST_CASE(state_of_an_account_follows_from_its_error_and_the_end_of_its_session)
{
    const struct
    {
        std::string_view name;
        runwayml::account account;
        health expected;
    } cases[] = {
        {"well", ending_in("a@b.cd", 7 * 24h + 1s), health::ok},
        {"at the limit", ending_in("a@b.cd", 7 * 24h), health::expiring},
        {"a second left", ending_in("a@b.cd", 1s), health::expiring},
        {"just ended", ending_in("a@b.cd", 0s), health::expired},
        {"ended", ending_in("a@b.cd", -24h), health::expired},
        {"no session", runwayml::account("a@b.cd"), health::unknown},
        {"session without an end", runwayml::account("a@b.cd").jwt(runwayml::jwt()), health::unknown},
        {"error", runwayml::account("a@b.cd").error("refused"), health::dead},
        {"error and a session", ending_in("a@b.cd", 30 * 24h).error("refused"), health::dead},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            health_report report(moment_of_looking, 7 * 24h);
            report.add("", {each.account}, {});
            BOOST_TEST(report.profiles().at("").count(each.expected) == 1U);
            BOOST_TEST(report.sick().empty() == (each.expected == health::ok));
            BOOST_TEST(report.is_healthy() == (each.expected == health::ok));
        }
    }
}

BOOST_AUTO_TEST_CASE(profile_is_well_while_it_answers_is_paid_for_and_has_a_place)
{
    const struct
    {
        std::string_view name;
        std::optional<subscription> held;
        bool is_healthy;
        std::string_view said;
    } cases[] = {
        {"a place left", holding(2), true, "1 account: 1 ok\n"},
        {"not told", {}, true, "1 account: 1 ok\n"},
        {"full", holding(3), false, "full      profile eu: all 3 places are taken\n1 account: 1 ok\n"},
        {"not paid for", holding(1).is_active(false), false,
         "inactive  profile eu: the subscription has to be renewed\n1 account: 1 ok\n"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            health_report report(moment_of_looking, 1h);
            report.add("eu", {ending_in("a@b.cd", 2h)}, each.held);
            BOOST_TEST(report.is_healthy() == each.is_healthy);
            BOOST_TEST(health_text(report, false) == each.said);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
