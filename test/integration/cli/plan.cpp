#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(plan_of_accounts)

namespace {

using namespace useapi::test;
namespace json = boost::json;

const std::string password(account_password);

std::string row(const std::string& name, int jobs = 5, const std::string& workspace = {})
{
    return name + "@example.com," + password + ',' + std::to_string(jobs) + ',' + workspace + '\n';
}

std::string file(std::string_view rows)
{
    return "email,password,maxJobs,useWorkspace\n" + std::string(rows);
}

/// An emulator that holds a, b and c, with 5 jobs each.
class held_accounts : public service_run
{
public:
    held_accounts()
    {
        const std::string first = folder().file("first.csv", file(row("a") + row("b") + row("c")));
        BOOST_REQUIRE(run_discreetly(command({"accounts", "import", first})).code == 0);
    }
};

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

BOOST_AUTO_TEST_CASE(plan_tells_what_would_change_and_changes_nothing)
{
    held_accounts service;
    const std::string input =
        service.folder().file("in.csv", file(row("a") + row("b", 3, "team-1") + row("d")));
    const finished text = run_discreetly(service.command({"accounts", "plan", input}));
    BOOST_TEST(text.code == 0, text.everything());
    BOOST_TEST(text.out ==
               "~ b@example.com: maxJobs 5 -> 3; useWorkspace none -> team-1\n"
               "+ d@example.com\n"
               "- c@example.com\n"
               "Plan: 1 to create, 1 to change, 1 unchanged, 0 in an error state, 1 on the service only.\n");
    BOOST_TEST(text.err == "Passwords are not compared: the service masks them.\n");

    const finished as_json = run_discreetly(service.command({"accounts", "plan", input, "--output", "json"}));
    BOOST_TEST(as_json.code == 0);
    const json::value plan = json::parse(as_json.out);
    const json::value counts =
        json::parse(R"({"create":1,"change":1,"unchanged":1,"in_error":0,"server_only":1})");
    BOOST_TEST((plan.at("counts") == counts));
    const json::value change =
        json::parse(R"({"action":"change","email":"b@example.com","profile":"","line":3,"error":null,)"
                    R"("changes":{"maxJobs":{"from":5,"to":3},"useWorkspace":{"from":null,"to":"team-1"}}})");
    BOOST_TEST((plan.at("accounts").as_array().at(0) == change));
    BOOST_TEST(service.initials() == "abc");
    BOOST_TEST(service.stop_and_count({"POST", "DELETE"}) == 3U);
}

BOOST_AUTO_TEST_CASE(plan_of_what_is_not_usable_asks_nothing)
{
    service_run service;
    const std::string bad = service.folder().file("in.csv", file(row("a", 11)));
    BOOST_TEST(run_discreetly(service.command({"accounts", "plan", bad})).code == 2);
    const finished piped =
        run_discreetly(service.command({"accounts", "plan", "-", "--format", "csv"}).input(file(row("a"))));
    BOOST_TEST(piped.code == 2);
    BOOST_TEST(holds(piped.err, "needs a file"), piped.err);
    BOOST_TEST(service.stop_and_count({"GET", "POST"}) == 0U);
}

BOOST_AUTO_TEST_CASE(plan_tells_scripts_whether_anything_would_be_sent)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", file(row("a")));
    const std::vector<std::string> words{"accounts", "plan", input, "--detailed-exitcode"};
    BOOST_TEST(run_discreetly(service.command(words)).code == 2);
    BOOST_TEST(run_discreetly(service.command({"accounts", "plan", input})).code == 0);
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", input})).code == 0);
    BOOST_TEST(run_discreetly(service.command(words)).code == 0);
}

BOOST_AUTO_TEST_CASE(only_changes_are_sent)
{
    held_accounts service;
    const std::string input =
        service.folder().file("in.csv", file(row("a") + row("b", 3) + row("d") + row("c")));
    const std::string results = service.folder().path("out.csv");
    const finished ended = run_discreetly(service.command(
        {"accounts", "import", input, "--only-changes", "--results", results, "--output", "json"}));
    BOOST_TEST(ended.code == 0, ended.everything());
    const json::value summary = json::parse(ended.out);
    BOOST_TEST(summary.at("registered").as_int64() == 4);
    BOOST_TEST(summary.at("unchanged").as_int64() == 2);
    const std::string written = read_file(results);
    BOOST_TEST(holds(written, "2,a@example.com,registered,none,"), written);
    BOOST_TEST(holds(written, "3,b@example.com,registered,applied,"), written);
    BOOST_TEST(service.stop_and_count({"POST"}) == 5U);
}

BOOST_AUTO_TEST_CASE(workspace_that_comes_back_in_another_form_is_not_sent_again)
{
    for (const std::string form : {"object", "text", "number", "requested"}) {
        BOOST_TEST_CONTEXT(form)
        {
            service_run service({"--workspace-form", form});
            const std::string input = service.folder().file(
                "in.csv", file(row("a", 5, "true") + row("b", 5, "team-1") + row("c", 5, "42") + row("d")));
            for (int run = 0; run < 3; ++run) {
                const finished ended =
                    run_discreetly(service.command({"accounts", "import", input, "--only-changes"}));
                BOOST_TEST(ended.code == 0, ended.everything());
            }
            const finished plan = run_discreetly(service.command({"accounts", "plan", input}));
            BOOST_TEST(holds(plan.out, "0 to create, 0 to change, 4 unchanged"), plan.everything());
            const std::string without = service.folder().file("without.csv", file(row("b") + row("d")));
            const finished told = run_discreetly(service.command({"accounts", "plan", without}));
            BOOST_TEST(holds(told.out, "~ b@example.com: useWorkspace team-1 -> none\n"), told.everything());
            BOOST_TEST(service.stop_and_count({"POST"}) == 4U);
        }
    }
}

BOOST_AUTO_TEST_CASE(shortage_of_places_is_told_before_anything_is_sent)
{
    service_run service({"--account-limit", "3"});
    const std::string two =
        service.folder().file("two.csv", file(row("a") + "b@example.com,dead-account,5,\n"));
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", two})).code == 1);
    const std::string more = service.folder().file("more.csv", file(row("a", 3) + row("c") + row("d")));
    const finished plan = run_discreetly(service.command({"accounts", "plan", more}));
    BOOST_TEST(plan.code == 0, plan.everything());
    BOOST_TEST(holds(plan.err, "2 rows need new places, 1 is free; 1 is held by an account in error"),
               plan.err);
    const finished ended = run_discreetly(service.command({"accounts", "import", more, "--only-changes"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    BOOST_TEST(holds(ended.err, "2 rows need new places, 1 is free"), ended.err);
    // The update, and the new account that has a place.
    const finished listed = run_discreetly(service.command({"accounts", "list", "--output", "json"}));
    BOOST_TEST(json::parse(listed.out).at("accounts").as_array().size() == 3U);
    const finished fits = run_discreetly(service.command({"accounts", "plan", two}));
    BOOST_TEST(!holds(fits.err, "places"), fits.err);
}

BOOST_AUTO_TEST_CASE(plain_import_tells_of_missing_places_before_anything_is_sent)
{
    service_run service({"--account-limit", "3"});
    const std::string two =
        service.folder().file("two.csv", file(row("a") + "b@example.com,dead-account,5,\n"));
    const finished first = run_discreetly(service.command({"accounts", "import", two}));
    BOOST_TEST(first.code == 1);
    BOOST_TEST(!holds(first.err, "place"), first.err);
    const std::string more = service.folder().file("more.csv", file(row("a", 3) + row("c") + row("d")));
    const finished ended = run_discreetly(service.command({"accounts", "import", more, "--resume"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    const std::string said = "2 rows need new places, 1 is free; 1 is held by an account in error";
    BOOST_TEST(holds(ended.err, said), ended.err);
    // A row that the ledger skips needs no place: the refused row is not sent.
    const finished again = run_discreetly(service.command({"accounts", "import", more, "--resume"}));
    BOOST_TEST(!holds(again.err, "need"), again.err);
    const finished canary = run_discreetly(service.command({"accounts", "import", more, "--limit", "1"}));
    BOOST_TEST(!holds(canary.err, "need"), canary.err);
    const std::string piped = read_file(more);
    const finished from_pipe = run_discreetly(
        service.command({"accounts", "import", "-", "--format", "csv", "--skip-invalid"}).input(piped));
    BOOST_TEST(!holds(from_pipe.err, "need"), from_pipe.err);
}

BOOST_AUTO_TEST_CASE(service_that_does_not_tell_of_places_costs_an_import_a_line)
{
    service_run service({"--fault", "status=500,method=GET"});
    const std::string input = service.folder().file("in.csv", file(row("a")));
    const finished ended = run_discreetly(service.command({"accounts", "import", input}));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(holds(ended.err, "the places of the subscription are not known"), ended.err);
    BOOST_TEST(service.stop_and_count({"GET"}) == 1U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
