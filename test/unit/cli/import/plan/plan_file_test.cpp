#include "cli/import/plan/plan_file.hpp"
#include "cli/usage_error.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(plan_files)

namespace {

using namespace useapi;
using namespace useapi::cli;
using useapi::test::temporary_folder;

constexpr bulk::ledger_salt salt{1, 2, 3};
const std::string remedy = "; nothing was sent, make another plan with useapi accounts plan";

std::map<std::string, client_options> clients_of(const char* token = "user:1234-abcdefgh",
                                                 const char* base_url = "https://a.example/v1/runwayml")
{
    client_options options{secret(token)};
    options.base_url(base_url);
    return {{"", options}};
}

bulk::account_row row_of(const char* password = "hunter22")
{
    return bulk::account_row(runwayml::account_settings("a@example.com", secret(password)).max_jobs(5));
}

bulk::plan_entry entry_of(bulk::plan_action action, std::string email, std::uint64_t line = 2)
{
    bulk::plan_entry entry;
    entry.action = action;
    entry.email = std::move(email);
    entry.line = line;
    return entry;
}

/** A plan in a file: one row to create, one account on the service only. */
class planned
{
public:
    planned() : path(folder_.path("plan"))
    {
        plan_writer writer(path, plan_lines(salt, clients_of(), {{"", 1}}));
        writer.add(entry_of(bulk::plan_action::create, "a@example.com"), row_of());
        writer.add(entry_of(bulk::plan_action::server_only, "z@example.com", 0));
        writer.finish();
    }

    /** The complaint of a check; empty if the plans are equal. */
    std::string complaint(const std::function<void(plan_check&)>& compare,
                          const std::map<std::string, client_options>& clients = clients_of(),
                          const std::map<std::string, std::uint64_t>& rows = {{"", 1}}) const
    {
        bulk::check_report found;
        found.rows_by_profile = rows;
        try {
            plan_check check(path, clients, found);
            compare(check);
        } catch (const usage_error& refused) {
            return refused.what();
        }
        return {};
    }

    std::string content() const
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    temporary_folder folder_;

public:
    const std::string path;
};

void require_the_same(plan_check& check)
{
    check.require(entry_of(bulk::plan_action::create, "a@example.com"), row_of());
    check.require(entry_of(bulk::plan_action::server_only, "z@example.com", 0));
    check.require_end();
}

BOOST_AUTO_TEST_CASE(plan_of_an_unchanged_world_is_accepted)
{
    BOOST_TEST(planned().complaint(require_the_same) == "");
}

BOOST_AUTO_TEST_CASE(file_holds_no_secret_and_only_its_owner_reads_it)
{
    const planned plan;
    BOOST_TEST(plan.content().find("hunter22") == std::string::npos);
    BOOST_TEST(plan.content().find("user:1234") == std::string::npos);
    BOOST_TEST((std::filesystem::status(plan.path).permissions() == std::filesystem::perms(0600)));
}

BOOST_AUTO_TEST_CASE(difference_is_told_by_what_has_changed)
{
    using check_function = std::function<void(plan_check&)>;
    using bulk::plan_action;
    const std::vector<std::pair<check_function, std::string>> cases{
        {[](plan_check& check) {
             check.require(entry_of(plan_action::create, "a@example.com"), row_of("other"));
         },
         "the input has changed since: line 2"},
        {[](plan_check& check) {
             check.require(entry_of(plan_action::create, "a@example.com", 3), row_of());
         },
         "the input has changed since: line 3"},
        {[](plan_check& check) {
             check.require(entry_of(plan_action::unchanged, "a@example.com"), row_of());
         },
         "the service has changed since: a@example.com was to be: create, is now: unchanged"},
        {[](plan_check& check) { check.require_end(); },
         "the input has changed since: a@example.com is in no row now"},
        {[](plan_check& check) { check.require(entry_of(plan_action::server_only, "z@example.com", 0)); },
         "the input has changed since: a@example.com is in no row now"},
        {[](plan_check& check) {
             check.require(entry_of(plan_action::create, "a@example.com"), row_of());
             check.require_end();
         },
         "the service has changed since: z@example.com was there"},
        {[](plan_check& check) {
             check.require(entry_of(plan_action::create, "a@example.com"), row_of());
             check.require(entry_of(plan_action::server_only, "y@example.com", 0));
         },
         "the service has changed since: y@example.com was not there"},
        {[](plan_check& check) {
             check.require(entry_of(plan_action::create, "a@example.com"), row_of());
             check.require(entry_of(plan_action::server_only, "zz@example.com", 0));
         },
         "the service has changed since: z@example.com was there"}};
    const planned plan;
    for (const auto& [compare, why] : cases)
        BOOST_TEST(plan.complaint(compare) == plan.path + ": " + why + remedy);
}

BOOST_AUTO_TEST_CASE(plan_for_another_token_service_or_profile_is_refused)
{
    const planned plan;
    BOOST_TEST(plan.complaint(require_the_same, clients_of("user:9999-abcdefgh")) ==
               plan.path + ": was made with another API token" + remedy);
    BOOST_TEST(
        plan.complaint(require_the_same, clients_of("user:1234-abcdefgh", "https://b.example/v1/runwayml")) ==
        plan.path + ": was made for another service, https://a.example/v1/runwayml" + remedy);
    auto two = clients_of();
    two.emplace("eu", two.at(""));
    BOOST_TEST(plan.complaint(require_the_same, two, {{"eu", 1}}) ==
               plan.path + ": the input has changed since: its rows name other profiles" + remedy);
}

BOOST_AUTO_TEST_CASE(profile_that_no_row_names_does_not_matter)
{
    auto two = clients_of();
    two.emplace("eu", client_options(secret("user:1-of-eu-abcdefgh")));
    BOOST_TEST(planned().complaint(require_the_same, two) == "");
}

BOOST_AUTO_TEST_CASE(file_that_is_cut_off_is_refused_at_every_byte)
{
    const planned plan;
    const std::string whole = plan.content();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        std::filesystem::resize_file(plan.path, size);
        BOOST_TEST(!plan.complaint(require_the_same).empty(), "the first " << size << " bytes are accepted");
        std::ofstream(plan.path, std::ios::binary) << whole;
    }
    BOOST_TEST(plan.complaint(require_the_same) == "");
}

BOOST_AUTO_TEST_CASE(file_that_is_no_plan_is_refused)
{
    const planned plan;
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", " cannot be read, or is not a plan of useapi; nothing was sent"},
        {"email,password\n", " cannot be read, or is not a plan of useapi; nothing was sent"},
        {"{\"useapi_plan\":1}\n", " cannot be read, or is not a plan of useapi; nothing was sent"},
        {"{\"useapi_plan\":2,\"salt\":\"00000000000000000000000000000000\"}\n",
         " was made by another version of useapi; nothing was sent"}};
    for (const auto& [content, why] : cases) {
        std::ofstream(plan.path, std::ios::binary) << content;
        BOOST_TEST(plan.complaint(require_the_same) == plan.path + why);
    }
}

BOOST_AUTO_TEST_CASE(plan_goes_into_a_file_alone)
{
    BOOST_CHECK_THROW(plan_writer("-", plan_lines(salt, clients_of(), {{"", 1}})), usage_error);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
