#include "unit/cli/accounts/health_cases.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(rendered_health)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;
namespace json = boost::json;

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

BOOST_AUTO_TEST_CASE(text_without_complaints_is_one_line)
{
    health_report report(moment_of_looking, 24h);
    BOOST_TEST(health_text(report, true) == "0 accounts: 0 ok\n");
    report.add("", {ending_in("a@b.cd", 48h)}, holding(1));
    report.add("eu", {ending_in("c@d.ef", 48h)}, {});
    BOOST_TEST(health_text(report, true) == "2 accounts: 2 ok\n");
}

BOOST_AUTO_TEST_CASE(complaint_about_the_api_token_names_it)
{
    health_report report(moment_of_looking, 24h);
    report.add("", {}, holding(3).is_active(false));
    report.add_failure("eu\x1b", error(errc::connect_failed));
    BOOST_TEST(health_text(report, false) == "inactive  the API token: the subscription has to be renewed\n"
                                             "full      the API token: all 3 places are taken\n"
                                             "unknown   profile eu\\x1b: " +
                                                 error(errc::connect_failed).message() +
                                                 "\n"
                                                 "0 accounts: 0 ok\n");
}

BOOST_AUTO_TEST_CASE(accounts_that_no_job_runs_on_are_red_and_those_to_look_at_yellow)
{
    const std::string text = health_text(sick_everywhere(), true);
    for (const std::string_view part : {"\x1b[31mexpired \x1b[0m", "\x1b[31mdead    \x1b[0m",
                                        "\x1b[33mexpiring\x1b[0m", "\x1b[33munknown \x1b[0m"})
        BOOST_TEST(text.find(part) != std::string::npos, text);
    BOOST_TEST(health_text(sick_everywhere(), false).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_has_null_for_what_is_not_known)
{
    health_report report(moment_of_looking, 24h);
    report.add("", {runwayml::account("a@b.cd\xff")}, {});
    const std::string text = health_json(report);
    BOOST_TEST(text == "{\"healthy\":false,\"accounts\":[{\"profile\":null,\"email\":\"a@b.cd\xEF\xBF\xBD\","
                       "\"state\":\"unknown\",\"token_expires_at\":null,\"error\":null}],"
                       "\"profiles\":[{\"profile\":null,\"counts\":{\"ok\":0,\"dead\":0,\"expired\":0,"
                       "\"expiring\":0,\"unknown\":1},\"next_session_end_at\":null,\"active\":null,"
                       "\"places\":null,\"free_places\":null,\"failure\":null}]}\n");
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(json_tells_the_subscription_and_the_next_end_of_a_session)
{
    health_report report(moment_of_looking, 1h);
    report.add("", {ending_in("a@b.cd", 72h), ending_in("b@b.cd", 48h), ending_in("c@b.cd", -1h)},
               holding(2).is_active(false));
    const json::value profile = json::parse(health_json(report)).at("profiles").at(0);
    BOOST_TEST(profile.at("next_session_end_at").as_string() == "2027-01-17T08:00:00.000Z");
    BOOST_TEST(!profile.at("active").as_bool());
    BOOST_TEST(profile.at("places").to_number<int>() == 3);
    BOOST_TEST(profile.at("free_places").to_number<int>() == 1);
}

BOOST_AUTO_TEST_CASE(label_of_a_metric_is_escaped)
{
    health_report report(moment_of_looking, 1h);
    report.add("a\\b\"c\nd", {}, holding(0));
    BOOST_TEST(health_metrics(report).find("useapi_places{profile=\"a\\\\b\\\"c\\nd\"} 3\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(metric_that_is_not_known_of_a_profile_has_no_line)
{
    health_report report(moment_of_looking, 1h);
    report.add("eu", {runwayml::account("a@b.cd")}, {});
    const std::string text = health_metrics(report);
    for (const std::string_view absent :
         {"useapi_places{", "useapi_places_free{", "useapi_next_session_end_timestamp_seconds{"})
        BOOST_TEST(text.find(absent) == std::string::npos, text);
    BOOST_TEST(text.find("useapi_profile_up{profile=\"eu\"} 1\n") != std::string::npos, text);
    BOOST_TEST(text.find("service=") == std::string::npos);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
