#include "bulk/prune/cautious_key.hpp"
#include "bulk/prune/prune_plan.hpp"
#include "bulk/prune/subscriptions.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::bulk;

namespace {

using named = std::pair<std::string, std::string>; ///< profile and email, or key

runwayml::account filed(const std::string& key, const std::string& email)
{
    return runwayml::account(email).key(key);
}

struct prune_case
{
    const char* name;
    std::map<std::string, std::vector<runwayml::account>> lists;
    std::vector<named> rows;
    std::vector<named> deletions;
    std::vector<named> spared;
};

prune_plan plan_of(const prune_case& of)
{
    prune_plan plan;
    for (const auto& [profile, accounts] : of.lists)
        plan.add_list(profile, accounts);
    for (const auto& [profile, email] : of.rows)
        plan.add_row(profile, email);
    return plan;
}

} // namespace

BOOST_AUTO_TEST_SUITE(prune_plans)

BOOST_AUTO_TEST_CASE(account_that_any_row_names_in_any_spelling_stays)
{
    using runwayml::account;
    const prune_case cases[]{
        {"named", {{"", {account("a@b.cd")}}}, {{"", "a@b.cd"}}, {}, {}},
        {"unnamed", {{"", {account("a@b.cd"), account("x@b.cd")}}}, {{"", "a@b.cd"}}, {{"", "x@b.cd"}}, {}},
        {"case of the domain", {{"", {account("a@B.cd")}}}, {{"", "a@b.CD"}}, {}, {}},
        {"case of the name", {{"", {account("A@b.cd")}}}, {{"", "a@b.cd"}}, {}, {{"", "A@b.cd"}}},
        {"both cases there",
         {{"", {account("A@b.cd"), account("a@b.cd")}}},
         {{"", "a@b.cd"}},
         {},
         {{"", "A@b.cd"}}},
        {"beyond ASCII",
         {{"", {account("\xc3\x84@b.cd")}}},
         {{"", "\xc3\xa4@b.cd"}},
         {},
         {{"", "\xc3\x84@b.cd"}}},
        {"percent-encoded", {{"", {account("a%2Bx@b.cd")}}}, {{"", "a+x@b.cd"}}, {}, {{"", "a%2Bx@b.cd"}}},
        {"a blank for a plus", {{"", {account("a x@b.cd")}}}, {{"", "a+x@b.cd"}}, {}, {{"", "a x@b.cd"}}},
        {"another profile",
         {{"eu", {account("a@b.cd")}}, {"us", {account("a@b.cd")}}},
         {{"us", "a@b.cd"}},
         {},
         {{"eu", "a@b.cd"}}},
        {"key is another one than the email",
         {{"", {filed("id-1", "a@b.cd")}}},
         {{"", "A@b.cd"}},
         {},
         {{"", "id-1"}}},
        {"row has the key", {{"", {filed("k@b.cd", "a@b.cd")}}}, {{"", "k@b.cd"}}, {}, {}},
        {"neither key nor email", {{"", {filed("id-1", "a@b.cd")}}}, {{"", "x@b.cd"}}, {{"", "id-1"}}, {}},
    };
    for (const prune_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const prune_plan plan = plan_of(each);
            std::vector<named> deletions;
            for (const listed_account& one : plan.deletions())
                deletions.emplace_back(one.profile, one.key);
            std::vector<named> spared;
            for (const spared_account& one : plan.spared())
                spared.emplace_back(one.account.profile, one.account.key);
            BOOST_TEST((deletions == each.deletions));
            BOOST_TEST((spared == each.spared));
        }
    }
}

BOOST_AUTO_TEST_CASE(half_of_a_profile_is_too_many)
{
    const auto excess = [](std::size_t there, std::size_t kept) {
        prune_plan plan;
        std::vector<runwayml::account> accounts;
        for (std::size_t i = 0; i < there; ++i)
            accounts.emplace_back(std::to_string(i) + "@b.cd");
        plan.add_list("us", accounts);
        plan.add_list("eu", {runwayml::account("z@b.cd")});
        plan.add_row("eu", "z@b.cd");
        for (std::size_t i = 0; i < kept; ++i)
            plan.add_row("us", std::to_string(i) + "@b.cd");
        return find_excess(plan).value_or("");
    };
    BOOST_TEST(excess(3, 2) == "");
    BOOST_TEST(excess(4, 2) == "2 of the 4 accounts of profile us would be deleted, half or more");
    BOOST_TEST(excess(3, 1) == "2 of the 3 accounts of profile us would be deleted, half or more");
    BOOST_TEST(excess(1, 0) == "1 of the 1 accounts of profile us would be deleted, half or more");
    BOOST_TEST(excess(0, 0) == "");
}

BOOST_AUTO_TEST_CASE(subscription_is_an_origin_and_a_token)
{
    const struct
    {
        const char* name;
        ledger_profile one;
        ledger_profile other;
        const char* complaint;
    } cases[]{
        {"tokens differ", {"", "https://h/v1", secret("t1")}, {"eu", "https://h/v1", secret("t2")}, ""},
        {"paths differ", {"", "https://h/v1", secret("t")}, {"eu", "https://h/v2", secret("t")}, ""},
        {"default and named",
         {"", "https://h/v1", secret("t")},
         {"eu", "https://H:443/v1/", secret("t")},
         "profile eu has the API token of rows that name no profile"},
        {"dot at the end",
         {"", "https://h.example/v1", secret("t")},
         {"eu", "https://h.example./v1", secret("t")},
         "profile eu has the API token of rows that name no profile"},
        {"two names",
         {"eu", "https://h/v1", secret("t")},
         {"us", "https://h/v1//", secret("t")},
         "profile us has the API token of profile eu"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string said = find_same_subscription({each.one, each.other}).value_or("");
            BOOST_TEST(said.substr(0, std::string(each.complaint).size()) == each.complaint, said);
            BOOST_TEST(said.empty() == std::string(each.complaint).empty(), said);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
