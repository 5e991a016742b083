#include "accounts/service/account_form.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::accounts;

namespace {

constexpr service_traits two_regions{
    .name = "example",
    .accounts_path = "/v1/example/accounts",
    .account_template = "/v1/example/accounts/{email}",
    .most_jobs = 8,
    .needs_jobs = true,
    .fields = {{{.name = "password"}, {"region", field_presence::required, {"US", "CA"}}}}};

account_form form(const char* email, const char* password, const char* region, std::optional<int> jobs)
{
    account_form made(email, email, jobs);
    made.add("password", secret(password)).add_public("region", region);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(account_forms)

// The service would try a login that must fail. Failed logins can lock the account.
BOOST_AUTO_TEST_CASE(form_that_the_service_must_refuse_is_not_sent)
{
    const struct
    {
        account_form sent;
        std::vector<std::string> problems;
    } rows[] = {
        {form("user@example.com", "hunter22", "US", 8), {}},
        {form("user", "hunter22", "US", 8), {"email holds no '@'"}},
        {form("user@example.com", "", "US", 8), {"password is empty"}},
        {form("user@example.com", "hunter22", "EU", 8), {"region must be US or CA"}},
        {form("user@example.com", "hunter22", "US", 9), {"maxJobs is 9, must be 1 to 8"}},
        {form("user@example.com", "hunter22", "US", {}), {"maxJobs is missing, must be 1 to 8"}},
        {form("", "hunter\n22", "", 0),
         {"email is empty", "password holds a control character at byte 7", "region is empty",
          "maxJobs is 0, must be 1 to 8"}},
    };

    for (const auto& [sent, problems] : rows)
        BOOST_TEST_CONTEXT(sent.email() << ' ' << problems.size())
        {
            std::vector<std::string> found;
            for (const form_problem& each : form_problems(two_regions, sent))
                found.push_back(each.message);
            BOOST_TEST(found == problems, boost::test_tools::per_element());
            const auto refused = check_form(two_regions, sent);
            BOOST_TEST_REQUIRE(refused.has_value() == !problems.empty());
            if (!refused)
                continue;
            BOOST_TEST(refused->code() == errc::invalid_argument);
            BOOST_TEST(refused->detail() == problems.front());
        }
}

BOOST_AUTO_TEST_SUITE_END()
