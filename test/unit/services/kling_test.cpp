#include "unit/services/service_table.hpp"

#include <useapi/kling.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using namespace useapi;
using namespace services;

namespace {

constexpr const char* kling_email = "user+1@example.com";

kling::account_settings kling_settings(const char* password)
{
    return kling::account_settings(kling_email, secret(password)).max_jobs(50);
}

service_under_test kling_service()
{
    return {.accounts_path = "/v1/kling/accounts",
            .key = kling_email,
            .path_of_key = "user%2B1%40example.com",
            .own_answer = R"({"email":"user+1@example.com","maxJobs":5,"session":{"ExpireTime":1800000000}})",
            .other_answer = R"({"email":"user+2@example.com","maxJobs":5})",
            .secrets = {"hunter22"},
            .posts_to_account = false,
            .replaces = true,
            .upsert =
                [](const client& on, const char* password, completion<account> handler) {
                    kling::async_upsert_account(on, kling_settings(password), std::move(handler));
                },
            .get =
                [](const client& on, completion<account> handler) {
                    kling::async_get_account(on, kling_email, std::move(handler));
                },
            .list =
                [](const client& on, completion<std::vector<account>> handler) {
                    kling::async_list_accounts(on, std::move(handler));
                },
            .remove =
                [](const client& on, completion<void> handler) {
                    kling::async_delete_account(on, kling_email, std::move(handler));
                },
            .all = [](client on) -> boost::asio::awaitable<int> {
                const auto registered = co_await upsert_account(on, kling_settings("hunter22"));
                const auto listed = co_await kling::list_accounts(on);
                const auto found = co_await kling::get_account(on, kling_email);
                const auto removed = co_await kling::delete_account(on, kling_email);
                co_return registered.has_value() + (listed.has_value() && listed->size() == 1) +
                    found.has_value() + removed.has_value();
            }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(kling_accounts)

BOOST_AUTO_TEST_CASE(answers_to_a_post)
{
    check_answers(
        kling_service(),
        {{400, error_text(400, "Wrong email or password"), errc::credentials_refused, effect::rejected},
         {400, error_text(400, "Login failed: invalid credentials"), errc::credentials_refused,
          effect::rejected},
         {400, error_text(400, "The account is suspended"), errc::account_suspended, effect::rejected},
         {400, error_text(400, "Captcha"), errc::login_failed, effect::rejected},
         {400, error_text(400, ""), errc::login_failed, effect::rejected},
         {400, "", errc::login_failed, effect::rejected},
         {401, error_text(401, "Wrong username/password combination."), errc::credentials_refused,
          effect::rejected},
         {401, error_text(401, "Something else"), errc::token_refused, effect::rejected}});
}

BOOST_AUTO_TEST_CASE(other_answers)
{
    check_readings(kling_service());
}

BOOST_AUTO_TEST_CASE(life_of_an_account)
{
    check_life(kling_service(), R"({"email":"user+1@example.com","password":"hunter22","maxJobs":50})");
}

// A user would lose the request that can be sent again by hand, or would find the password in a log.
BOOST_AUTO_TEST_CASE(refused_post_shows_all_but_its_secrets)
{
    const std::string line = curl_of_refused_upsert(kling_service());
    BOOST_TEST(
        line.find(R"({"email":"user+1@example.com","password":"'"$ACCOUNT_PASSWORD"'","maxJobs":50})") !=
            std::string::npos,
        line);
}

BOOST_AUTO_TEST_SUITE_END()
