#include "unit/services/service_table.hpp"

#include <useapi/dreamina.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using namespace useapi;
using namespace services;

namespace {

constexpr const char* dreamina_key = "CA:user@example.com";

dreamina::account_settings dreamina_settings(const char* password)
{
    return dreamina::account_settings("user@example.com", secret(password), dreamina::region::ca);
}

service_under_test dreamina_service()
{
    return {.accounts_path = "/v1/dreamina/accounts",
            .key = dreamina_key,
            .path_of_key = "CA%3Auser%40example.com",
            .own_answer = R"({"email":"user@example.com","region":"CA","maxJobs":10})",
            .other_answer = R"({"email":"user@example.com","region":"US","maxJobs":10})",
            .secrets = {"hunter22"},
            .posts_to_account = false,
            .replaces = true,
            .refuses_with_500 = true,
            .upsert =
                [](const client& on, const char* password, completion<account> handler) {
                    dreamina::async_upsert_account(on, dreamina_settings(password), std::move(handler));
                },
            .get =
                [](const client& on, completion<account> handler) {
                    dreamina::async_get_account(on, dreamina_key, std::move(handler));
                },
            .list =
                [](const client& on, completion<std::vector<account>> handler) {
                    dreamina::async_list_accounts(on, std::move(handler));
                },
            .remove =
                [](const client& on, completion<void> handler) {
                    dreamina::async_delete_account(on, dreamina_key, std::move(handler));
                },
            .all = [](client on) -> boost::asio::awaitable<int> {
                const auto registered = co_await upsert_account(on, dreamina_settings("hunter22"));
                const auto listed = co_await dreamina::list_accounts(on);
                const auto found = co_await dreamina::get_account(on, dreamina_key);
                const auto removed = co_await dreamina::delete_account(on, dreamina_key);
                co_return registered.has_value() + (listed.has_value() && listed->size() == 1) +
                    found.has_value() + removed.has_value();
            }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(dreamina_accounts)

BOOST_AUTO_TEST_CASE(answers_to_a_post)
{
    check_answers(dreamina_service(),
                  {{500, error_text(500, "Login failed: invalid credentials"), errc::credentials_refused,
                    effect::rejected},
                   {500, error_text(500, "Login failed: the account is suspended"), errc::account_suspended,
                    effect::rejected},
                   {500, error_text(500, "It broke"), errc::login_failed, effect::rejected},
                   {500, "", errc::login_failed, effect::unknown},
                   {500, "<html></html>", errc::login_failed, effect::unknown},
                   {400, error_text(400, "region is wrong"), errc::request_refused, effect::rejected}});
}

BOOST_AUTO_TEST_CASE(other_answers)
{
    check_readings(dreamina_service());
}

BOOST_AUTO_TEST_CASE(life_of_an_account)
{
    check_life(dreamina_service(), R"({"email":"user@example.com","password":"hunter22","region":"CA"})");
}

// A user would lose the request that can be sent again by hand, or would find the password in a log.
BOOST_AUTO_TEST_CASE(refused_post_shows_all_but_its_secrets)
{
    const std::string line = curl_of_refused_upsert(dreamina_service());
    BOOST_TEST(
        line.find(R"({"email":"user@example.com","password":"'"$ACCOUNT_PASSWORD"'","region":"CA"})") !=
            std::string::npos,
        line);
}

BOOST_AUTO_TEST_SUITE_END()
