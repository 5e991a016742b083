#include "bulk/feed/changes_feed.hpp"
#include "unit/bulk/scenario.hpp"

#include <useapi/bulk/import_plan.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;
using runwayml::account;

namespace {

account there(const std::string& email, int jobs = 5)
{
    account made(email);
    made.max_jobs(jobs);
    return made;
}

account_settings wanted(const std::string& email, int jobs = 5)
{
    account_settings made(email, secret("hunter22"));
    made.max_jobs(jobs);
    return made;
}

plan_entry judged(const std::vector<account>& held, const account_settings& row)
{
    import_plan plan;
    plan.add_server({}, held);
    return plan.judge(7, {}, row);
}

} // namespace

BOOST_AUTO_TEST_SUITE(plans)

BOOST_AUTO_TEST_CASE(row_without_a_number_of_jobs_takes_what_is_there)
{
    const account_settings row("US:a@b.cd", secret("hunter22"));
    BOOST_TEST((judged({there("US:a@b.cd", 10)}, row).action == plan_action::unchanged));
    BOOST_TEST((judged({account("US:a@b.cd")}, row).action == plan_action::unchanged));
    BOOST_TEST((judged({there("CA:a@b.cd", 10)}, row).action == plan_action::create));
}

BOOST_AUTO_TEST_CASE(row_is_compared_with_what_the_service_holds)
{
    account in_team = there("a@b.cd");
    in_team.use_workspace("team-1");
    account with_error = there("a@b.cd");
    with_error.error("Login failed");
    account without_jobs("a@b.cd");
    account without_workspace = there("a@b.cd");
    without_workspace.use_workspace("false");
    account in_found_one = there("a@b.cd");
    in_found_one.workspace(runwayml::workspace().id("77").name("Ours").plan("unlimited"));
    account in_unreadable_one = there("a@b.cd");
    in_unreadable_one.workspace(runwayml::workspace().json(R"({"n":1})"));
    account_settings for_paid = wanted("a@b.cd");
    for_paid.use_workspace(runwayml::use_workspace::paid());
    account_settings for_team_77 = wanted("a@b.cd");
    for_team_77.use_workspace(runwayml::use_workspace::team("77"));
    account_settings for_team = wanted("a@b.cd");
    for_team.use_workspace(runwayml::use_workspace::team("team-1"));

    const struct
    {
        const char* name;
        std::vector<account> held;
        account_settings row;
        plan_action action;
        std::string text;
    } cases[] = {
        {"nothing there", {}, wanted("a@b.cd"), plan_action::create, ""},
        {"another one there", {there("b@b.cd")}, wanted("a@b.cd"), plan_action::create, ""},
        {"the same", {there("a@b.cd")}, wanted("a@b.cd"), plan_action::unchanged, ""},
        {"case of the domain", {there("a@B.CD")}, wanted("a@b.cd"), plan_action::unchanged, ""},
        {"case of the name", {there("A@b.cd")}, wanted("a@b.cd"), plan_action::create, ""},
        {"other jobs", {there("a@b.cd", 3)}, wanted("a@b.cd"), plan_action::change, "maxJobs 3 -> 5"},
        {"jobs not told", {without_jobs}, wanted("a@b.cd"), plan_action::change, "maxJobs unknown -> 5"},
        {"workspace to come",
         {there("a@b.cd")},
         for_team,
         plan_action::change,
         "useWorkspace none -> team-1"},
        {"workspace to go", {in_team}, wanted("a@b.cd"), plan_action::change, "useWorkspace team-1 -> none"},
        {"same workspace", {in_team}, for_team, plan_action::unchanged, ""},
        {"paid one wanted, another form shown", {in_found_one}, for_paid, plan_action::unchanged, ""},
        {"workspace that was found", {in_found_one}, for_team_77, plan_action::unchanged, ""},
        {"id of another form", {in_found_one}, for_team, plan_action::unchanged, ""},
        {"found one to go", {in_found_one}, wanted("a@b.cd"), plan_action::change, "useWorkspace 77 -> none"},
        {"form that cannot be compared", {in_unreadable_one}, for_paid, plan_action::unchanged, ""},
        {"form that cannot be compared, none wanted",
         {in_unreadable_one},
         wanted("a@b.cd"),
         plan_action::unchanged,
         ""},
        {"workspace false is none", {without_workspace}, wanted("a@b.cd"), plan_action::unchanged, ""},
        {"two differences",
         {in_team},
         wanted("a@b.cd", 1),
         plan_action::change,
         "maxJobs 5 -> 1; useWorkspace team-1 -> none"},
        {"in error", {with_error}, wanted("a@b.cd"), plan_action::in_error, "in error state: Login failed"},
        {"in error, and to change",
         {with_error},
         wanted("a@b.cd", 1),
         plan_action::change,
         "maxJobs 5 -> 1; in error state: Login failed"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const plan_entry entry = judged(each.held, each.row);
            BOOST_TEST(to_string(entry.action) == to_string(each.action));
            BOOST_TEST(entry.text() == each.text);
            BOOST_TEST(entry.email == each.row.email());
            BOOST_TEST(entry.line == 7U);
        }
    }
}

BOOST_AUTO_TEST_CASE(accounts_that_no_row_names_are_listed_in_order)
{
    import_plan plan;
    plan.add_server({}, {there("c@b.cd"), there("a@B.cd"), there("b@b.cd")});
    plan.judge(2, {}, wanted("a@b.cd"));
    const auto unnamed = plan.server_only();
    BOOST_TEST_REQUIRE(unnamed.size() == 2U);
    BOOST_TEST(unnamed[0].email == "b@b.cd");
    BOOST_TEST(unnamed[1].email == "c@b.cd");
    BOOST_TEST(plan.accounts_of({}) == 3U);
}

BOOST_AUTO_TEST_CASE(profiles_hold_accounts_each_for_itself)
{
    import_plan plan;
    plan.add_server("eu", {there("a@b.cd")});
    plan.add_server("us", {there("a@b.cd", 3), there("b@b.cd")});
    BOOST_TEST((plan.judge(2, "eu", wanted("a@b.cd")).action == plan_action::unchanged));
    BOOST_TEST((plan.judge(3, "us", wanted("a@b.cd")).action == plan_action::change));
    BOOST_TEST((plan.judge(4, {}, wanted("a@b.cd")).action == plan_action::create));
    BOOST_TEST((plan.judge(5, "eu", wanted("b@b.cd")).action == plan_action::create));
    BOOST_TEST(plan.server_only().size() == 1U);
    BOOST_TEST(plan.accounts_of("us") == 2U);
    BOOST_TEST(plan.accounts_of("none") == 0U);
}

BOOST_AUTO_TEST_CASE(only_changes_are_sent_and_every_row_has_its_result)
{
    const auto plan = std::make_shared<import_plan>();
    account with_error = there(email_of(2));
    with_error.error("Login failed");
    plan->add_server({}, {there(email_of(0)), there(email_of(1), 3), with_error});
    scenario s(0);
    for (std::size_t i = 0; i < 4; ++i)
        s.feed->items.push_back(scenario::row(i));
    auto changes = std::make_unique<changes_feed>(std::make_unique<scripted_feed>(s.feed), plan);
    s.make(import_options("-").concurrency(4), std::move(changes));
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.world->calls.size() == 2U);
    BOOST_TEST(s.world->calls.count(email_of(1)) == 1U);
    BOOST_TEST(s.world->calls.count(email_of(3)) == 1U);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::unchanged));
    BOOST_TEST((s.result_of(email_of(2)).outcome == row_outcome::failed));
    BOOST_TEST(s.result_of(email_of(2)).error ==
               "not sent, nothing to change: the service holds it in an error state: Login failed");
    BOOST_TEST(s.summary.unchanged == 1U);
    BOOST_TEST(s.summary.exit_code() == 1);
}

BOOST_AUTO_TEST_CASE(rows_that_are_all_unchanged_are_done_with_0)
{
    const auto plan = std::make_shared<import_plan>();
    plan->add_server({}, {there(email_of(0))});
    scenario s(0);
    s.feed->items.push_back(scenario::row(0));
    s.make(import_options("-"),
           std::make_unique<changes_feed>(std::make_unique<scripted_feed>(s.feed), plan));
    s.run->start();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.world->calls.empty());
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST(s.summary.text().find("1 of them unchanged and not sent") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
