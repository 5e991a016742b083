#include "unit/services/service_table.hpp"

#include "emulator/service/fake_jwt.hpp"

#include <useapi/mureka.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace useapi;
using namespace services;

namespace {

constexpr const char* mureka_email = "user@example.com";

std::string mureka_id()
{
    return std::to_string(emulator::fake_account_id(mureka_email));
}

mureka::account_settings mureka_settings(const char* password)
{
    return mureka::account_settings(mureka_email, secret(password));
}

service_under_test mureka_service()
{
    return {.accounts_path = "/v1/mureka/accounts",
            .key = mureka_id(),
            .path_of_key = mureka_id(),
            .own_answer = R"({"email":"user@example.com","id":)" + mureka_id() + "}",
            .other_answer = R"({"email":"other@example.com","id":"other"})",
            .secrets = {"hunter22"},
            .posts_to_account = false,
            .replaces = false,
            .upsert =
                [](const client& on, const char* password, completion<account> handler) {
                    mureka::async_upsert_account(on, mureka_settings(password), std::move(handler));
                },
            .get =
                [](const client& on, completion<account> handler) {
                    mureka::async_get_account(on, mureka_id(), std::move(handler));
                },
            .list =
                [](const client& on, completion<std::vector<account>> handler) {
                    mureka::async_list_accounts(on, std::move(handler));
                },
            .remove =
                [](const client& on, completion<void> handler) {
                    mureka::async_delete_account(on, mureka_id(), std::move(handler));
                },
            .all = [](client on) -> boost::asio::awaitable<int> {
                const auto registered = co_await upsert_account(on, mureka_settings("hunter22"));
                const auto listed = co_await mureka::list_accounts(on);
                const auto found = co_await mureka::get_account(on, mureka_id());
                const auto removed = co_await mureka::delete_account(on, mureka_id());
                co_return registered.has_value() + (listed.has_value() && listed->size() == 1) +
                    found.has_value() + removed.has_value();
            }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(mureka_accounts)

BOOST_AUTO_TEST_CASE(answers_to_a_post)
{
    check_answers(
        mureka_service(),
        {{400, error_text(400, "Wrong email or password"), errc::credentials_refused, effect::rejected},
         {401, error_text(401, "Invalid credentials"), errc::credentials_refused, effect::rejected},
         {400, error_text(400, "No"), errc::login_failed, effect::rejected},
         {401, error_text(401, "No"), errc::login_failed, effect::rejected},
         {401, error_text(401, "Invalid API token"), errc::token_refused, effect::rejected}});
}

BOOST_AUTO_TEST_CASE(other_answers)
{
    check_readings(mureka_service());
}

BOOST_AUTO_TEST_CASE(life_of_an_account)
{
    check_life(mureka_service(), R"({"email":"user@example.com","password":"hunter22"})");
}

BOOST_AUTO_TEST_SUITE_END()
