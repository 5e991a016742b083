#include "accounts/service/account_form.hpp"
#include "bulk/input/csv_reader.hpp"
#include "bulk/input/duplicates.hpp"
#include "bulk/input/ndjson_reader.hpp"
#include "bulk/input/row_form.hpp"
#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/services.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(rows_of_services)

using namespace useapi;
using namespace useapi::bulk;

namespace {

row_rules rules_of(const std::string& service, row_needs needs = row_needs::all)
{
    return row_rules(import_options("in.csv").service(service).add_profile(profile("eu")), needs);
}

/** The rows as `line name {content of the POST}`, or what is wrong with them. */
std::vector<std::string> read(row_reader& reader, const std::string& service, const std::string& text)
{
    const accounts::service_traits& of = **find_service(service);
    reader.feed(text);
    reader.finish();
    std::vector<std::string> seen;
    while (const auto item = reader.next()) {
        if (const auto* const row = std::get_if<input_row>(&*item)) {
            std::string content;
            accounts::append_form(content, form_of(of, row->settings));
            seen.push_back(std::to_string(row->line) + ' ' + row->settings.email() + ' ' + content +
                           (row->profile.empty() ? "" : " of " + row->profile));
        } else {
            seen.push_back(std::get<row_problem>(*item).text());
        }
    }
    return seen;
}

std::vector<std::string> read_csv(const std::string& service, const std::string& text,
                                  row_needs needs = row_needs::all)
{
    const auto reader = make_csv_reader(rules_of(service, needs));
    return read(*reader, service, text);
}

account_row row_with(const std::string& field, const std::string& value)
{
    account_row row(runwayml::account_settings("US:a@b.cd", secret("pw")));
    if (!field.empty())
        row.add(field, secret(value));
    return row;
}

} // namespace

BOOST_AUTO_TEST_CASE(columns_are_the_fields_of_the_service)
{
    const struct
    {
        std::string service;
        std::string text;
        std::vector<std::string> expected;
    } cases[] = {
        {"pixverse",
         "email,password,maxJobs,profile\na@b.cd,pw,8,eu\nb@b.cd,pw,,\nc@b.cd,pw,9,\n",
         {R"(2 a@b.cd {"email":"a@b.cd","password":"pw","maxJobs":8} of eu)",
          R"(3 b@b.cd {"email":"b@b.cd","password":"pw","maxJobs":5})",
          "line 4, column 3 (maxJobs): maxJobs is 9, must be 1 to 8"}},
        {"kling",
         "E-Mail;Password;Max Jobs;pass_token;did;userid\na@b.cd;pw;50;pt;d;u\nb@b.cd;pw;;;;\n",
         {R"(2 a@b.cd {"email":"a@b.cd","password":"pw","passToken":"pt","did":"d","userId":"u","maxJobs":50})",
          R"(3 b@b.cd {"email":"b@b.cd","password":"pw","maxJobs":5})"}},
        {"dreamina",
         "email,password,region,maxJobs\na@b.cd,pw,US,\na@b.cd,pw,CA,7\na@b.cd,pw,DE,\na@b.cd,pw,,\n",
         {R"(2 US:a@b.cd {"email":"a@b.cd","password":"pw","region":"US"})",
          R"(3 CA:a@b.cd {"email":"a@b.cd","password":"pw","region":"CA","maxJobs":7})",
          "line 4, column 3 (region): region must be US or CA",
          "line 5, column 3 (region): region is empty"}},
        {"mureka",
         "account,email,password,token,refresh_token\n,a@b.cd,pw,,\nmine,,,t,r\nm2,a@b.cd,,t,r\nm3,,,t,\n"
         ",,,t,r\nm4,a@b.cd,pw,t,r\n,a@b.cd,,,\n",
         {R"(2 a@b.cd {"email":"a@b.cd","password":"pw"})", R"(3 mine {"token":"t","refresh_token":"r"})",
          R"(4 m2 {"token":"t","refresh_token":"r"})",
          "line 5, column 5 (refresh_token): refresh_token is empty",
          "line 6, column 1 (account): the account's name is empty",
          "line 7, column 3 (password): the row has a password and a token: it takes one of the two",
          "line 8, column 3 (password): password is empty"}},
        {"minimax",
         "account,token,url,maxJobs\nfirst,t,https://x.example/?u=1,10\nsecond,t,u,\n,t,u,\nthird,,u,11\n",
         {R"(2 first {"token":"t","url":"https://x.example/?u=1","maxJobs":10})",
          R"(3 second {"token":"t","url":"u","maxJobs":5})",
          "line 4, column 1 (account): the account's name is empty",
          "line 5, column 2 (token): token is empty; maxJobs is 11, must be 1 to 10"}},
    };

    for (const auto& each : cases)
        BOOST_TEST_CONTEXT(each.service)
    BOOST_TEST(read_csv(each.service, each.text) == each.expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(header_of_another_service_is_refused)
{
    const auto refused = [](const std::string& service, const std::string& header) {
        return read_csv(service, header + '\n').at(0);
    };
    BOOST_TEST(refused("mureka", "email,password,maxJobs") ==
               "line 1: column 3 of the header is not one of account, email, password, token, refresh_token, "
               "profile; say which field it is, or that such columns are ignored");
    BOOST_TEST(refused("kling", "email,password,useWorkspace").find("column 3 of the header is not one of") !=
               std::string::npos);
    BOOST_TEST(refused("dreamina", "email,password") == "line 1: the header has no column region");
    BOOST_TEST(refused("minimax", "account,token") == "line 1: the header has no column url");
    BOOST_TEST(refused("minimax", "token,url") == "line 1: the header has no column account");
    BOOST_TEST(refused("pixverse", "email") == "line 1: the header has no column password");
}

BOOST_AUTO_TEST_CASE(ndjson_has_the_same_fields)
{
    const auto reader = make_ndjson_reader(rules_of("dreamina"));
    const std::vector<std::string> expected{
        R"(1 CA:a@b.cd {"email":"a@b.cd","password":"pw","region":"CA","maxJobs":3})",
        "line 2 (region): region must be a string",
        "line 3: a member is not one of email, password, region, maxJobs, profile"};
    BOOST_TEST(read(*reader, "dreamina",
                    R"({"email":"a@b.cd","password":"pw","region":"CA","maxJobs":3.0})"
                    "\n"
                    R"({"email":"a@b.cd","password":"pw","region":1})"
                    "\n"
                    R"({"email":"a@b.cd","password":"pw","region":"US","token":"t"})"
                    "\n") == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(file_that_only_names_accounts_needs_no_secrets)
{
    const struct
    {
        std::string service;
        std::string text;
        std::string name;
    } cases[] = {{"kling", "email\na@b.cd\n", "a@b.cd"},
                 {"dreamina", "email,region\na@b.cd,CA\n", "CA:a@b.cd"},
                 {"mureka", "account\n17\n", "17"},
                 {"minimax", "account,token\n17,secret\n", "17"}};

    for (const auto& each : cases)
        BOOST_TEST_CONTEXT(each.service)
        {
            const auto reader = make_csv_reader(rules_of(each.service, row_needs::name_alone));
            reader->feed(each.text);
            reader->finish();
            const auto item = reader->next();
            BOOST_TEST_REQUIRE(std::holds_alternative<input_row>(item.value()));
            const account_row& row = std::get<input_row>(*item).settings;
            BOOST_TEST(row.email() == each.name);
            BOOST_TEST(row.field("token") == "");
        }
    BOOST_TEST(read_csv("dreamina", "email,region\na@b.cd,DE\n", row_needs::name_alone).at(0) ==
               "line 2, column 2 (region): region must be US or CA");
}

BOOST_AUTO_TEST_CASE(fields_make_a_difference_between_rows)
{
    duplicates seen;
    BOOST_TEST((seen.add(row_with("region", "US"), 2).what == duplicates::verdict::first));
    BOOST_TEST((seen.add(row_with("region", "US"), 3).what == duplicates::verdict::identical));
    BOOST_TEST((seen.add(row_with("region", "CA"), 4).what == duplicates::verdict::conflicting));
    const digest_key key(secret("user:1-x"), ledger_salt{});
    BOOST_TEST((key(row_with("region", "US")) == key(row_with("region", "US"))));
    BOOST_TEST((key(row_with("region", "US")) != key(row_with("region", "CA"))));
    BOOST_TEST((key(row_with("region", "US")) != key(row_with({}, {}))));
}

BOOST_AUTO_TEST_CASE(service_is_found_by_name_and_has_accounts_of_its_own)
{
    BOOST_TEST(find_service("runwayml").value() == nullptr);
    BOOST_TEST(!find_service("elsewhere"));
    BOOST_TEST(listed_services() == "runwayml, pixverse, kling, dreamina, mureka, minimax");
    const accounts::service_traits* const kling = find_service("kling").value();
    const std::pair<std::string, std::string> urls[] = {
        {"https://api.useapi.net/v1/runwayml", "https://api.useapi.net/v1/kling/accounts"},
        {"https://api.useapi.net/v2/pixverse/", "https://api.useapi.net/v1/kling/accounts"},
        {"https://127.0.0.1:4/of/v1/mureka", "https://127.0.0.1:4/of/v1/kling/accounts"},
        {"https://api.useapi.net", "https://api.useapi.net/v1/kling/accounts"}};
    for (const auto& [base_url, expected] : urls)
        BOOST_TEST(service_url(base_url, kling) == expected);
    BOOST_TEST(service_url("https://h/v1/runwayml/", nullptr) == "https://h/v1/runwayml/");
}

BOOST_AUTO_TEST_SUITE_END()
