#include "runwayml/account_codec.hpp"

#include <useapi/runwayml/account_settings.hpp>
#include <useapi/runwayml/shown_workspace.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;

BOOST_TEST_DONT_PRINT_LOG_VALUE(workspace_match)

namespace {

account with_members(const std::string& members)
{
    account read;
    BOOST_TEST_REQUIRE(!parse_account(R"({"email":"a@b.cd","maxJobs":5)" + members + "}", {}, read));
    return read;
}

} // namespace

BOOST_AUTO_TEST_SUITE(workspaces)

BOOST_AUTO_TEST_CASE(workspace_is_told_to_differ_only_where_its_form_can_be_compared)
{
    using enum workspace_match;

    const struct
    {
        const char* members;
        const char* text; ///< shown to people; null: none
        workspace_match none;
        workspace_match paid;
        workspace_match team_42;
        workspace_match team_named;
    } cases[] = {
        {"", nullptr, same, different, different, different},
        {R"(,"useWorkspace":false)", nullptr, same, different, different, different},
        {R"(,"useWorkspace":null)", nullptr, same, different, different, different},
        {R"(,"useWorkspace":true)", "true", different, same, different, different},
        {R"(,"useWorkspace":"42")", "42", different, unknown, same, unknown},
        {R"(,"useWorkspace":42)", "42", different, unknown, same, unknown},
        {R"(,"useWorkspace":43)", "43", different, unknown, different, unknown},
        {R"(,"useWorkspace":"team-a")", "team-a", different, unknown, unknown, same},
        {R"(,"useWorkspace":"team-b")", "team-b", different, unknown, unknown, different},
        {R"(,"useWorkspace":{"id":42,"name":"Ours","plan":"unlimited"})", "42", different, unknown, same,
         unknown},
        {R"(,"useWorkspace":{"name":"Ours"})", "Ours", unknown, unknown, unknown, unknown},
        {R"(,"useWorkspace":{})", "{}", unknown, unknown, unknown, unknown},
        {R"(,"workspace":{"id":"42","name":"Ours","plan":null})", "42", different, unknown, same, unknown},
        {R"(,"currentWorkspace":{"id":43})", "43", different, unknown, different, unknown},
        {R"(,"team":{"id":"team-a"})", "team-a", different, unknown, unknown, same},
        {R"(,"useWorkspace":true,"workspace":{"id":42})", "true", different, same, same, unknown},
        {R"(,"useWorkspace":true,"workspace":{"id":43})", "true", different, same, different, unknown},
        // An object below another name may be the workspace, or anything else.
        {R"(,"plan":{"id":42})", "unknown", unknown, unknown, unknown, unknown},
        {R"(,"usage":{"jobs":1})", nullptr, same, different, different, different},
        {R"(,"jwt":{"id":42})", nullptr, same, different, different, different},
        {R"(,"error":{"id":42})", nullptr, same, different, different, different},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.members)
        {
            const shown_workspace shown(with_members(each.members));
            BOOST_TEST(shown.text().value_or("none") == (each.text ? each.text : "none"));
            BOOST_TEST(shown.compare({}) == each.none);
            BOOST_TEST(shown.compare("true") == each.paid);
            BOOST_TEST(shown.compare("42") == each.team_42);
            BOOST_TEST(shown.compare("team-a") == each.team_named);
        }
    }
}

BOOST_AUTO_TEST_CASE(workspace_that_was_found_is_kept_in_whatever_form_it_comes)
{
    const auto found =
        with_members(R"(,"workspace":{"id":42,"name":"Ours","currentPlan":"unlimited","seats":3})")
            .workspace();
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->id().value() == "42");
    BOOST_TEST(found->name().value() == "Ours");
    BOOST_TEST(found->plan().value() == "unlimited");
    BOOST_TEST(found->json() == R"({"id":42,"name":"Ours","currentPlan":"unlimited","seats":3})");
    // What may be a workspace may hold a secret as well.
    const auto perhaps = with_members(R"(,"session":{"id":42,"token":"aaa.bbb.ccc"})").workspace();
    BOOST_TEST_REQUIRE(perhaps.has_value());
    BOOST_TEST(perhaps->json().empty());
    BOOST_TEST(!perhaps->id().has_value());
    BOOST_TEST(!with_members(R"(,"useWorkspace":"42")").workspace().has_value());
    BOOST_TEST(with_members(R"(,"useWorkspace":{"n":")" + std::string(2000, 'x') + "\"}")
                   .workspace()
                   ->json()
                   .size() == 512U);
}

BOOST_AUTO_TEST_CASE(use_workspace_is_the_paid_one_or_a_team)
{
    BOOST_TEST(use_workspace::paid().text() == "true");
    BOOST_TEST(use_workspace::team("42").text() == "42");
    BOOST_TEST((use_workspace::from_text("true") == use_workspace::paid()));
    BOOST_TEST((use_workspace::from_text("42") == use_workspace::team("42")));
}

BOOST_AUTO_TEST_SUITE_END()
