#include <useapi/pixverse/operations.hpp>

#include "accounts/service/service_calls.hpp"

namespace useapi::pixverse {
namespace {

constexpr accounts::service_traits traits{.name = "pixverse",
                                          .accounts_path = "/v2/pixverse/accounts",
                                          .account_template = "/v2/pixverse/accounts/{email}",
                                          .posts_to_account = true,
                                          .most_jobs = 8,
                                          .needs_jobs = true,
                                          .replaces = true,
                                          .fields = {{{.name = "password"}}},
                                          .login_statuses = {401}};

accounts::account_form form_of(const account_settings& settings)
{
    accounts::account_form form(settings.email(), settings.email(), settings.max_jobs());
    form.add("password", settings.password());
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

} // namespace useapi::pixverse
