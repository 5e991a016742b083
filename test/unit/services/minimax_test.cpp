#include "unit/services/service_table.hpp"

#include "emulator/service/fake_jwt.hpp"

#include <useapi/minimax.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace useapi;
using namespace services;

namespace {

std::string minimax_id()
{
    return std::to_string(emulator::fake_account_id("hunter22"));
}

minimax::account_settings minimax_settings(const char* token)
{
    return minimax::account_settings(secret(token), secret("https://www.example.com/request?uuid=secret-id"))
        .max_jobs(10);
}

service_under_test minimax_service()
{
    return {.accounts_path = "/v1/minimax/accounts",
            .key = minimax_id(),
            .path_of_key = minimax_id(),
            .own_answer = R"({"account":")" + minimax_id() + R"(","token":"***","maxJobs":3})",
            .other_answer = R"({"account":"other","maxJobs":3})",
            .secrets = {"hunter22", "https://www.example.com/request?uuid=secret-id"},
            .posts_to_account = false,
            .replaces = true,
            .knows_account = false,
            .upsert =
                [](const client& on, const char* password, completion<account> handler) {
                    minimax::async_upsert_account(on, minimax_settings(password), std::move(handler));
                },
            .get =
                [](const client& on, completion<account> handler) {
                    minimax::async_get_account(on, minimax_id(), std::move(handler));
                },
            .list =
                [](const client& on, completion<std::vector<account>> handler) {
                    minimax::async_list_accounts(on, std::move(handler));
                },
            .remove =
                [](const client& on, completion<void> handler) {
                    minimax::async_delete_account(on, minimax_id(), std::move(handler));
                },
            .all = [](client on) -> boost::asio::awaitable<int> {
                const auto registered = co_await upsert_account(on, minimax_settings("hunter22"));
                const auto listed = co_await minimax::list_accounts(on);
                const auto found = co_await minimax::get_account(on, minimax_id());
                const auto removed = co_await minimax::delete_account(on, minimax_id());
                co_return registered.has_value() + (listed.has_value() && listed->size() == 1) +
                    found.has_value() + removed.has_value();
            }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(minimax_accounts)

BOOST_AUTO_TEST_CASE(answers_to_a_post)
{
    check_answers(
        minimax_service(),
        {{401, error_text(401, "Invalid credentials"), errc::credentials_refused, effect::rejected},
         {401, error_text(401, "Invalid token"), errc::login_failed, effect::rejected},
         {596, error_text(596, "Account x in error state: invalid credentials"), errc::credentials_refused,
          effect::rejected},
         {596, error_text(596, "The token is not valid"), errc::account_in_error_state, effect::rejected}});
}

BOOST_AUTO_TEST_CASE(other_answers)
{
    check_readings(minimax_service());
}

BOOST_AUTO_TEST_CASE(life_of_an_account)
{
    check_life(minimax_service(),
               R"({"token":"hunter22","url":"https://www.example.com/request?uuid=secret-id","maxJobs":10})");
}

BOOST_AUTO_TEST_SUITE_END()
