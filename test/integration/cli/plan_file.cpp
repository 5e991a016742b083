#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

BOOST_AUTO_TEST_SUITE(plan_in_a_file)

namespace {

using namespace useapi::test;
namespace json = boost::json;

std::string row_of(const std::string& name, int jobs = 5,
                   const std::string& password = std::string(account_password))
{
    return name + "@example.com," + password + ',' + std::to_string(jobs) + '\n';
}

std::string file_of(std::string_view rows)
{
    return "email,password,maxJobs\n" + std::string(rows);
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// An emulator that holds a, b and c, and a plan for a file of a, b with 3 jobs, and d.
class made_plan : public service_run
{
public:
    made_plan()
    {
        const std::string first =
            folder().file("first.csv", file_of(row_of("a") + row_of("b") + row_of("c")));
        BOOST_REQUIRE(run_discreetly(command({"accounts", "import", first})).code == 0);
        input = folder().file("in.csv", file_of(row_of("a") + row_of("b", 3) + row_of("d")));
        plan = folder().path("the.plan");
        planned = run_discreetly(command({"accounts", "plan", input, "--out", plan}));
        BOOST_TEST_REQUIRE(planned.code == 0, planned.everything());
    }

    finished import_it(const std::vector<std::string>& further = {}) const
    {
        std::vector<std::string> words{"accounts", "import", input, "--plan", plan};
        words.insert(words.end(), further.begin(), further.end());
        return run_discreetly(command(std::move(words)));
    }

    /// Checks that the plan is refused with these words, and that nothing is sent.
    void require_refusal(std::string_view words)
    {
        const finished refused = import_it();
        BOOST_TEST(refused.code == 2, refused.everything());
        BOOST_TEST(holds(refused.err, words), refused.err);
        BOOST_TEST(holds(refused.err, "nothing was sent"), refused.err);
    }

    std::string input;
    std::string plan;
    finished planned;
};

BOOST_AUTO_TEST_CASE(exactly_the_plan_is_carried_out)
{
    made_plan service;
    BOOST_TEST(holds(service.planned.out, "1 to create, 1 to change, 1 unchanged"), service.planned.out);
    const finished ended = service.import_it({"--output", "json"});
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(json::parse(ended.out).at("registered").as_int64() == 3);
    BOOST_TEST(json::parse(ended.out).at("unchanged").as_int64() == 1);
    BOOST_TEST(service.stop_and_count({"POST"}) == 5U);
}

BOOST_AUTO_TEST_CASE(plan_holds_no_secret_and_is_its_owners_alone)
{
    const made_plan service;
    struct stat found = {};
    BOOST_TEST_REQUIRE(::stat(service.plan.c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0600U);
    const std::string text = read_file(service.plan);
    BOOST_TEST(!holds_secret(text));
    BOOST_TEST(holds(text, "d@example.com"));
    // Another salt: the same password does not look the same in two plans.
    const std::string other = service.folder().path("other.plan");
    BOOST_TEST(run_discreetly(service.command({"accounts", "plan", service.input, "--out", other})).code ==
               0);
    BOOST_TEST(read_file(other) != text);
    std::size_t beside = 0;
    for (const auto& each :
         std::filesystem::directory_iterator(std::filesystem::path(service.plan).parent_path()))
        beside += each.path().filename().string().starts_with("the.plan") ? 1U : 0U;
    BOOST_TEST(beside == 1U);
}

BOOST_AUTO_TEST_CASE(plan_is_refused_where_the_service_has_changed_since)
{
    {
        made_plan service;
        const std::string again = service.folder().file("again.csv", file_of(row_of("b", 3)));
        BOOST_TEST(run_discreetly(service.command({"accounts", "import", again})).code == 0);
        service.require_refusal("the service has changed since: b@example.com");
        BOOST_TEST(service.stop_and_count({"POST"}) == 4U);
    }
    {
        made_plan service;
        BOOST_TEST(run_discreetly(service.command({"accounts", "delete", "c@example.com"})).code == 0);
        service.require_refusal("the service has changed since: c@example.com");
        BOOST_TEST(service.stop_and_count({"POST"}) == 3U);
    }
    {
        made_plan service;
        BOOST_TEST(run_discreetly(service.command({"accounts", "upsert", "e@example.com"})).code == 0);
        service.require_refusal("the service has changed since: e@example.com");
        BOOST_TEST(service.stop_and_count({"POST"}) == 4U);
    }
    // A change that the plan itself made is a change, too.
    made_plan service;
    BOOST_TEST(service.import_it().code == 0);
    service.require_refusal("the service has changed since: b@example.com");
}

BOOST_AUTO_TEST_CASE(plan_is_refused_where_the_file_or_the_token_has_changed_since)
{
    const std::string changed = "the input has changed since";
    made_plan service;
    const std::string kept = read_file(service.input);
    const auto with = [&](const std::string& rows) { service.folder().file("in.csv", file_of(rows)); };
    with(row_of("a") + row_of("b", 3, "another-password") + row_of("d"));
    service.require_refusal(changed + ": line 3");
    // A row whose account is unchanged counts as well: its password cannot be compared.
    with(row_of("a", 5, "another-password") + row_of("b", 3) + row_of("d"));
    service.require_refusal(changed + ": line 2");
    with(row_of("a") + row_of("b", 3));
    service.require_refusal(changed);
    with(row_of("a") + row_of("b", 3) + row_of("d") + row_of("e"));
    service.require_refusal(changed + ": line 5");
    service.folder().file("in.csv", kept);
    const std::string plan = read_file(service.plan);
    service.folder().file("the.plan", plan.substr(0, plan.size() / 2));
    service.require_refusal("is not a complete plan");
    service.folder().file("the.plan", plan.substr(0, plan.rfind('\n', plan.size() - 2) + 1));
    service.require_refusal("is not a complete plan");
    service.folder().file("the.plan", "{}\n");
    service.require_refusal("is not a plan of useapi");
    service.folder().file("the.plan", plan);
    const std::string other_token = service.folder().file("other.token", "user:5678-another\n");
    const finished refused = service.import_it({"--token-file", other_token});
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "was made with another API token"), refused.err);
    BOOST_TEST(service.import_it().code == 0);
    BOOST_TEST(service.stop_and_count({"POST"}) == 5U);
}

BOOST_AUTO_TEST_CASE(plan_goes_with_nothing_that_would_send_something_else)
{
    made_plan service;
    for (const char* const option : {"--only-changes", "--skip-invalid", "--resume", "--dry-run", "--prune"})
        BOOST_TEST(service.import_it({option}).code == 2, option);
    BOOST_TEST(service.import_it({"--limit", "1"}).code == 2);
    // The plan must not be written over its input.
    BOOST_TEST(
        run_discreetly(service.command({"accounts", "plan", service.input, "--out", service.input})).code ==
        2);
    BOOST_TEST(service.import_it({"--results", service.plan}).code == 2);
    BOOST_TEST(service.import_it().code == 0);
    BOOST_TEST(service.stop_and_count({"POST"}) == 5U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
