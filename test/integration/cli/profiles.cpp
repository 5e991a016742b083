#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(profiles_of_accounts)

namespace {

using namespace useapi::test;
namespace json = boost::json;
namespace fs = std::filesystem;

const std::string password(account_password);
const std::string eu_token = "user:1111-kept-to-ourselves-eu";
const std::string us_token = "user:2222-kept-to-ourselves-us";

std::string rows(const std::string& profile, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com," + password + ",5," + profile + '\n';
    return text;
}

std::string file(std::string_view rows)
{
    return "email,password,maxJobs,profile\n" + std::string(rows);
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

bool holds_a_token(const finished& ended)
{
    return holds(ended.everything(), "kept-to-ourselves");
}

/// A file of profiles eu and us, and commands that name it.
class profiles_run : public service_run
{
public:
    explicit profiles_run(std::vector<std::string> options = {}, const std::string& more_of_eu = {})
        : service_run(std::move(options))
    {
        profiles_ =
            folder().file("profiles.toml", "[profiles.eu]\ntoken = \"" + eu_token + "\"\n" + more_of_eu +
                                               "[profiles.us]\ntoken = \"" + us_token + "\"\n");
        fs::permissions(profiles_, fs::perms::owner_read | fs::perms::owner_write);
    }

    const std::string& profiles() const noexcept { return profiles_; }

    finished accounts(std::vector<std::string> words, const std::string& rows) const
    {
        words.insert(words.begin() + 1, folder().file("in.csv", file(rows)));
        words.insert(words.begin(), "accounts");
        words.insert(words.end(), {"--profiles", profiles_});
        finished ended = run_discreetly(command(std::move(words)));
        BOOST_TEST(!holds_a_token(ended), ended.everything());
        return ended;
    }

private:
    std::string profiles_;
};

BOOST_AUTO_TEST_CASE(row_goes_with_the_token_of_its_profile)
{
    const profiles_run service({"--account-limit", "4"});
    const finished ended = service.accounts({"import", "--results", service.folder().path("out.ndjson")},
                                            rows("eu", 4) + rows("us", 3) + rows("", 2));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(holds(read_file(service.folder().path("out.ndjson")), R"("profile":"us")"));
    // The accounts of rows without a profile are under the token of the environment.
    const finished listed = run_discreetly(service.command({"accounts", "list", "--output", "json"}));
    BOOST_TEST(json::parse(listed.out).at("accounts").as_array().size() == 2U);
}

BOOST_AUTO_TEST_CASE(unknown_profile_and_account_too_many_are_bad_rows)
{
    const profiles_run service;
    const finished unknown = service.accounts({"validate"}, rows("eu", 1) + rows("uk", 1));
    BOOST_TEST(unknown.code == 2);
    BOOST_TEST(holds(unknown.err, "in.csv: line 3, column 4 (profile): the profile is not one of eu, us"),
               unknown.err);
    const finished many = service.accounts({"import", "--account-limit", "3"}, rows("eu", 4));
    BOOST_TEST(many.code == 2);
    BOOST_TEST(holds(many.err, "in.csv: line 5 (profile): one account too many: profile eu may hold 3"),
               many.err);
}

BOOST_AUTO_TEST_CASE(profile_that_cannot_be_used_is_named)
{
    const profiles_run service({}, "ca_file = \"no-such-file.pem\"\n");
    const finished ended = service.accounts({"import"}, rows("eu", 1));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(holds(ended.err, "profile eu: CA file"), ended.err);
}

BOOST_AUTO_TEST_CASE(refused_token_ends_its_rows_alone_with_1_and_all_of_them_with_3)
{
    const temporary_folder folder;
    const profiles_run service({"--accept-tokens", folder.file("tokens", us_token + "\n")});
    const finished some = service.accounts({"import", "--output", "json"}, rows("eu", 20) + rows("us", 20));
    BOOST_TEST(some.code == 1, some.everything());
    const json::value summary = json::parse(some.out);
    BOOST_TEST(summary.at("registered").as_int64() == 20);
    BOOST_TEST(summary.at("rows").as_int64() == 40);
    BOOST_TEST(summary.at("stopped_profiles").as_object().contains("eu"));
    BOOST_TEST(!summary.at("stopped_profiles").as_object().contains("us"));
    const finished all = service.accounts({"import"}, rows("eu", 20));
    BOOST_TEST(all.code == 3, all.everything());
}

BOOST_AUTO_TEST_CASE(profile_may_have_a_service_of_its_own)
{
    const service_run other;
    const profiles_run service({}, "base_url = \"" + other.base_url() + "\"\nca_file = \"" + other.ca_file() +
                                       "\"\n");
    const finished ended = service.accounts({"import"}, rows("eu", 3) + rows("us", 2));
    BOOST_TEST(ended.code == 0, ended.everything());
}

BOOST_AUTO_TEST_CASE(rows_without_a_profile_need_a_token)
{
    const profiles_run service;
    const std::string input = service.folder().file("in.csv", file(rows("eu", 1) + rows("", 1)));
    command_line line(
        {"--ca-file", service.ca_file(), "accounts", "import", input, "--profiles", service.profiles()});
    line.variable("USEAPI_BASE_URL", service.base_url());
    const finished ended = run_discreetly(line);
    BOOST_TEST(ended.code == 2, ended.everything());
    BOOST_TEST(
        holds(ended.err, "line 3, column 4 (profile): the row names no profile, and there is no API token"),
        ended.err);
}

BOOST_AUTO_TEST_CASE(file_of_profiles_that_others_may_read_is_refused)
{
    const profiles_run service;
    fs::permissions(service.profiles(), fs::perms::group_read, fs::perm_options::add);
    const finished ended = service.accounts({"import"}, rows("eu", 1));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(holds(ended.err, "which holds API tokens: chmod 600 it"), ended.err);
}

BOOST_AUTO_TEST_CASE(plan_compares_each_profile_with_what_its_token_holds)
{
    const profiles_run service;
    BOOST_TEST(service.accounts({"import"}, rows("eu", 2) + rows("us", 1)).code == 0);
    const finished plan = service.accounts({"plan"}, rows("eu", 1) + rows("us", 2));
    BOOST_TEST(plan.code == 0, plan.everything());
    BOOST_TEST(plan.out ==
               "+ user1@example.com (profile us)\n"
               "- user1@example.com (profile eu)\n"
               "Plan: 1 to create, 0 to change, 2 unchanged, 0 in an error state, 1 on the service only.\n");
    const finished overfull = service.accounts({"import", "--only-changes", "--account-limit", "2"},
                                               rows("us", 1) + "new@example.com," + password + ",5,us\n");
    BOOST_TEST(overfull.code == 0, overfull.everything());
    const finished refused = service.accounts({"import", "--only-changes", "--account-limit", "2"},
                                              "b@example.com," + password + ",5,us\n");
    BOOST_TEST(refused.code == 2);
    BOOST_TEST(holds(refused.err,
                     "profile us may hold 2 accounts: 2 are there, 1 are to be created; nothing was sent"),
               refused.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
