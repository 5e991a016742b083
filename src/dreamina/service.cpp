#include <useapi/dreamina/operations.hpp>

#include "accounts/service/service_calls.hpp"

namespace useapi::dreamina {
namespace {

using accounts::field_presence;

constexpr accounts::service_traits traits{
    .name = "dreamina",
    .accounts_path = "/v1/dreamina/accounts",
    .account_template = "/v1/dreamina/accounts/{region:email}",
    .key = accounts::account_key::region_and_email,
    .most_jobs = 50,
    .replaces = true,
    .fields = {{{.name = "password"}, {"region", field_presence::required, {"US", "CA"}}}},
    .login_statuses = {500}};

accounts::account_form form_of(const account_settings& settings)
{
    accounts::account_form form(settings.key(), settings.email(), settings.max_jobs());
    form.add("password", settings.password()).add_public("region", to_string(settings.region()));
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

boost::asio::awaitable<result<accounts::account>> get_account(client client, std::string key)
{
    return accounts::get_account(client, traits, std::move(key));
}

boost::asio::awaitable<result<std::vector<accounts::account>>> list_accounts(client client)
{
    return accounts::list_accounts(client, traits);
}

boost::asio::awaitable<result<void>> delete_account(client client, std::string key)
{
    return accounts::delete_account(client, traits, std::move(key));
}

} // namespace useapi::dreamina
