#include "unit/services/service_table.hpp"

#include <useapi/pixverse.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace useapi;
using namespace services;

namespace {

constexpr const char* pixverse_email = "user+1@example.com";

pixverse::account_settings pixverse_settings(const char* password)
{
    return pixverse::account_settings(pixverse_email, secret(password)).max_jobs(8);
}

service_under_test pixverse_service()
{
    return {.accounts_path = "/v2/pixverse/accounts",
            .key = pixverse_email,
            .path_of_key = "user%2B1%40example.com",
            .own_answer = R"({"email":"user+1@example.com","password":"***","maxJobs":5})",
            .other_answer = R"({"email":"user+2@example.com","password":"***","maxJobs":5})",
            .secrets = {"hunter22"},
            .posts_to_account = true,
            .replaces = true,
            .upsert =
                [](const client& on, const char* password, completion<account> handler) {
                    pixverse::async_upsert_account(on, pixverse_settings(password), std::move(handler));
                },
            .get =
                [](const client& on, completion<account> handler) {
                    pixverse::async_get_account(on, pixverse_email, std::move(handler));
                },
            .list =
                [](const client& on, completion<std::vector<account>> handler) {
                    pixverse::async_list_accounts(on, std::move(handler));
                },
            .remove =
                [](const client& on, completion<void> handler) {
                    pixverse::async_delete_account(on, pixverse_email, std::move(handler));
                },
            .all = [](client on) -> boost::asio::awaitable<int> {
                const auto registered = co_await upsert_account(on, pixverse_settings("hunter22"));
                const auto listed = co_await pixverse::list_accounts(on);
                const auto found = co_await pixverse::get_account(on, pixverse_email);
                const auto removed = co_await pixverse::delete_account(on, pixverse_email);
                co_return registered.has_value() + (listed.has_value() && listed->size() == 1) +
                    found.has_value() + removed.has_value();
            }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(pixverse_accounts)

BOOST_AUTO_TEST_CASE(answers_to_a_post)
{
    check_answers(
        pixverse_service(),
        {{401, error_text(401, "Wrong username/password combination."), errc::credentials_refused,
          effect::rejected},
         {401, error_text(401, "Invalid email or password"), errc::credentials_refused, effect::rejected},
         {401, error_text(401, "This account has been suspended."), errc::account_suspended,
          effect::rejected},
         {401, error_text(401, "PixVerse did not let the account in"), errc::login_failed, effect::rejected},
         {400, error_text(400, "maxJobs is wrong"), errc::request_refused, effect::rejected}});
}

BOOST_AUTO_TEST_CASE(other_answers)
{
    check_readings(pixverse_service());
}

BOOST_AUTO_TEST_CASE(life_of_an_account)
{
    check_life(pixverse_service(), R"({"email":"user+1@example.com","password":"hunter22","maxJobs":8})");
}

BOOST_AUTO_TEST_SUITE_END()
