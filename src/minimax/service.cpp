#include <useapi/minimax/operations.hpp>

#include "accounts/service/service_calls.hpp"

namespace useapi::minimax {
namespace {

constexpr accounts::service_traits traits{.name = "minimax",
                                          .accounts_path = "/v1/minimax/accounts",
                                          .account_template = "/v1/minimax/accounts/{id}",
                                          .key = accounts::account_key::id,
                                          .most_jobs = 10,
                                          .needs_jobs = true,
                                          .replaces = true,
                                          .fields = {{{.name = "token"}, {.name = "url"}}},
                                          .login_statuses = {401, 596},
                                          .key_members = {"account", "id"}};

accounts::account_form form_of(const account_settings& settings)
{
    accounts::account_form form({}, {}, settings.max_jobs());
    form.add("token", settings.token()).add("url", settings.url());
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

boost::asio::awaitable<result<accounts::account>> get_account(client client, std::string id)
{
    return accounts::get_account(client, traits, std::move(id));
}

boost::asio::awaitable<result<std::vector<accounts::account>>> list_accounts(client client)
{
    return accounts::list_accounts(client, traits);
}

boost::asio::awaitable<result<void>> delete_account(client client, std::string id)
{
    return accounts::delete_account(client, traits, std::move(id));
}

} // namespace useapi::minimax
