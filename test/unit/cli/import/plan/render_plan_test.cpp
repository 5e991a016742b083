#include "cli/import/plan/render_plan.hpp"
#include "unit/cli/printed_by.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(rendered_plans)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::bulk::plan_action;
using useapi::bulk::plan_entry;

plan_entry entry_of(plan_action action, std::string email = "a@example.com")
{
    plan_entry entry;
    entry.action = action;
    entry.email = std::move(email);
    entry.line = 7;
    return entry;
}

plan_entry changed()
{
    plan_entry entry = entry_of(plan_action::change);
    entry.max_jobs_differ = true;
    entry.max_jobs_there = 3;
    entry.max_jobs_wanted = 5;
    entry.workspace_differs = true;
    entry.workspace_wanted = "team-1";
    return entry;
}

BOOST_AUTO_TEST_CASE(plan_line_begins_with_the_sign_of_its_action)
{
    const std::vector<std::pair<plan_action, std::string>> cases{
        {plan_action::create, "+ a@example.com"},
        {plan_action::change, "~ a@example.com"},
        {plan_action::in_error, "! a@example.com"},
        {plan_action::server_only, "- a@example.com"},
        {plan_action::unchanged, ""}};
    for (const auto& [action, line] : cases)
        BOOST_TEST(plan_line(entry_of(action)) == line);
}

BOOST_AUTO_TEST_CASE(plan_line_tells_profile_changes_and_errors)
{
    BOOST_TEST(plan_line(changed()) == "~ a@example.com: maxJobs 3 -> 5; useWorkspace none -> team-1");
    plan_entry of_profile = entry_of(plan_action::create);
    of_profile.profile = "eu";
    BOOST_TEST(plan_line(of_profile) == "+ a@example.com (profile eu)");
    plan_entry broken = entry_of(plan_action::in_error);
    broken.server_error = "login\x1b[2J expired";
    BOOST_TEST(plan_line(broken).starts_with("! a@example.com: in error state: login"), plan_line(broken));
    BOOST_TEST(plan_line(broken).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(plan_element_has_the_documented_shape)
{
    BOOST_TEST(
        plan_element(entry_of(plan_action::create)) ==
        R"({"action":"create","email":"a@example.com","profile":"","line":7,"changes":{},"error":null})");
    BOOST_TEST(
        plan_element(changed()) ==
        R"({"action":"change","email":"a@example.com","profile":"","line":7,"changes":{"maxJobs":{"from":3,"to":5},)"
        R"("useWorkspace":{"from":null,"to":"team-1"}},"error":null})");
    plan_entry broken = entry_of(plan_action::in_error, "\xff@example.com");
    broken.server_error = "cut \xe2\x82";
    BOOST_CHECK_NO_THROW(boost::json::parse(plan_element(broken)));
}

void print_a_plan(console& out)
{
    plan_printer printer(out);
    printer.add(entry_of(plan_action::create, "new@example.com"));
    printer.add(entry_of(plan_action::unchanged, "same@example.com"));
    printer.add(changed());
    printer.add(entry_of(plan_action::server_only, "other@example.com"));
    printer.end();
}

BOOST_AUTO_TEST_CASE(plan_is_printed_line_by_line_with_its_counts)
{
    const printed shown = printed_by(print_a_plan);
    BOOST_TEST(shown.out ==
               "+ new@example.com\n~ a@example.com: maxJobs 3 -> 5; useWorkspace none -> team-1\n"
               "- other@example.com\n"
               "Plan: 1 to create, 1 to change, 1 unchanged, 0 in an error state, 1 on the "
               "service only.\n");
    BOOST_TEST(shown.err == "Passwords are not compared: the service masks them.\n");
}

BOOST_AUTO_TEST_CASE(plan_in_json_is_one_object)
{
    const printed shown = printed_by(as_json(), print_a_plan);
    const boost::json::value plan = boost::json::parse(shown.out);
    BOOST_TEST(plan.at("accounts").as_array().size() == 3U);
    BOOST_TEST(plan.at("counts").at("unchanged").as_int64() == 1);
    const printed empty = printed_by(as_json(), [](console& out) { plan_printer(out).end(); });
    BOOST_TEST(
        empty.out ==
        R"({"accounts":[],"counts":{"create":0,"change":0,"unchanged":0,"in_error":0,"server_only":0}})"
        "\n");
}

BOOST_AUTO_TEST_CASE(note_about_passwords_needs_an_account_that_was_compared)
{
    const printed shown = printed_by([](console& out) {
        plan_printer printer(out);
        printer.add(entry_of(plan_action::create));
        printer.end();
    });
    BOOST_TEST(shown.err.empty(), shown.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
