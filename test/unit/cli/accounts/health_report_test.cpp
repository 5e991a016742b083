#include "cli/accounts/health_report.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace std::chrono_literals;
namespace json = boost::json;

const auto moment_of_looking = std::chrono::system_clock::time_point(1'800'000'000s);

runwayml::account ending_in(const char* email, std::chrono::seconds left)
{
    return runwayml::account(email).jwt(
        runwayml::jwt().expires_at(std::chrono::floor<std::chrono::milliseconds>(moment_of_looking) + left));
}

subscription holding(std::uint64_t total)
{
    return subscription().is_active(true).places(3).accounts_of("Runway API", account_counts().total(total));
}

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

health_report sick_everywhere()
{
    health_report report(moment_of_looking, 24h);
    report.add("eu",
               {ending_in("z@b.cd", 1h), ending_in("a@b.cd", -1h), ending_in("ok@b.cd", 48h),
                runwayml::account("d@b.cd").error("session\x1b[31m refused")},
               holding(3));
    report.add("us \"1\"", {runwayml::account("u@b.cd")}, {});
    report.add_failure("xx", error(errc::token_refused).status(401));
    return report;
}

BOOST_AUTO_TEST_CASE(text_lists_what_is_not_well_and_counts_the_rest)
{
    BOOST_TEST(health_text(sick_everywhere(), false) ==
               "expired   a@b.cd of profile eu: its session ended at 2027-01-15T07:00:00Z\n"
               "dead      d@b.cd of profile eu: session\\x1b[31m refused\n"
               "expiring  z@b.cd of profile eu: its session ends at 2027-01-15T09:00:00Z\n"
               "unknown   u@b.cd of profile us \"1\": the service tells nothing about its session\n"
               "full      profile eu: all 3 places are taken\n"
               "unknown   profile xx: " +
                   error(errc::token_refused).status(401).message() +
                   "\n"
                   "5 accounts: 1 ok, 1 dead, 1 expired, 1 expiring, 1 unknown\n");
}

BOOST_AUTO_TEST_CASE(json_tells_the_same)
{
    const json::value read = json::parse(health_json(sick_everywhere()));
    BOOST_TEST(!read.at("healthy").as_bool());
    const json::array& accounts = read.at("accounts").as_array();
    BOOST_REQUIRE(accounts.size() == 4U);
    BOOST_TEST(accounts[1].at("state").as_string() == "dead");
    BOOST_TEST(accounts[1].at("email").as_string() == "d@b.cd");
    BOOST_TEST(accounts[0].at("token_expires_at").as_string() == "2027-01-15T07:00:00.000Z");
    const json::array& profiles = read.at("profiles").as_array();
    BOOST_REQUIRE(profiles.size() == 3U);
    BOOST_TEST(profiles[0].at("counts").at("ok").to_number<int>() == 1);
    BOOST_TEST(profiles[0].at("free_places").to_number<int>() == 0);
    BOOST_TEST(profiles[1].at("places").is_null());
    BOOST_TEST(profiles[2].at("failure").is_string());
}

BOOST_AUTO_TEST_CASE(metrics_of_another_service_than_runway_name_it)
{
    const accounts::service_traits kling{.name = "kling", .accounts_path = {}, .account_template = {}};
    health_report report(moment_of_looking, 24h, &kling);
    report.add("eu", {runwayml::account("a@b.cd")},
               subscription().places(3).accounts_of("Kling API", account_counts().total(1)));
    const std::string text = health_metrics(report);
    for (const std::string_view line :
         {"useapi_accounts{profile=\"eu\",service=\"kling\",state=\"unknown\"} 1\n",
          "useapi_places_free{profile=\"eu\",service=\"kling\"} 2\n",
          "useapi_health_timestamp_seconds{service=\"kling\"} "})
        BOOST_TEST(text.find(line) != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(metrics_are_for_the_textfile_collector_and_name_no_customer)
{
    const std::string text = health_metrics(sick_everywhere());
    for (const std::string_view line :
         {"useapi_accounts{profile=\"eu\",state=\"dead\"} 1\n",
          "useapi_accounts{profile=\"us \\\"1\\\"\",state=\"ok\"} 0\n", "useapi_places{profile=\"eu\"} 3\n",
          "useapi_places_free{profile=\"eu\"} 0\n", "useapi_profile_up{profile=\"xx\"} 0\n",
          "useapi_next_session_end_timestamp_seconds{profile=\"eu\"} 1800003600\n",
          "useapi_health_timestamp_seconds 1800000000\n", "# TYPE useapi_profile_up gauge\n"})
        BOOST_TEST(text.find(line) != std::string::npos, line << "\n" << text);
    BOOST_TEST(text.find('@') == std::string::npos);
    BOOST_TEST(text.find("useapi_accounts{profile=\"xx\"") == std::string::npos);
    BOOST_TEST(text.ends_with('\n'));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
