#include <useapi/kling/operations.hpp>

#include "accounts/service/service_calls.hpp"

namespace useapi::kling {
namespace {

using accounts::field_presence;

constexpr accounts::service_traits traits{.name = "kling",
                                          .accounts_path = "/v1/kling/accounts",
                                          .account_template = "/v1/kling/accounts/{email}",
                                          .most_jobs = 50,
                                          .needs_jobs = true,
                                          .replaces = true,
                                          .fields = {{{.name = "password"},
                                                      {"passToken", field_presence::optional},
                                                      {"did", field_presence::optional},
                                                      {"userId", field_presence::optional}}},
                                          .login_statuses = {400}};

accounts::account_form form_of(const account_settings& settings)
{
    accounts::account_form form(settings.email(), settings.email(), settings.max_jobs());
    form.add("password", settings.password())
        .add_if_set("passToken", settings.pass_token())
        .add_if_set("did", settings.did())
        .add_if_set("userId", settings.user_id());
    return form;
}

} // namespace

namespace detail {

const accounts::service_traits& service() noexcept
{
    return traits;
}

void start_upsert_account(const client& client, account_settings settings,
                          accounts::detail::handler<accounts::account> handler)
{
    accounts::start_upsert_account(client, traits, form_of(settings), std::move(handler));
}

} // namespace detail

boost::asio::awaitable<result<accounts::account>> upsert_account(client client, account_settings settings)
{
    return accounts::upsert_account(client, traits, form_of(settings));
}

boost::asio::awaitable<result<accounts::account>> get_account(client client, std::string email)
{
    return accounts::get_account(client, traits, std::move(email));
}

boost::asio::awaitable<result<std::vector<accounts::account>>> list_accounts(client client)
{
    return accounts::list_accounts(client, traits);
}

boost::asio::awaitable<result<void>> delete_account(client client, std::string email)
{
    return accounts::delete_account(client, traits, std::move(email));
}

} // namespace useapi::kling
