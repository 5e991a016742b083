#include <useapi/mureka/operations.hpp>

#include "accounts/service/service_calls.hpp"

namespace useapi::mureka {
namespace {

using accounts::field_presence;

constexpr accounts::service_traits traits{.name = "mureka",
                                          .accounts_path = "/v1/mureka/accounts",
                                          .account_template = "/v1/mureka/accounts/{id}",
                                          .key = accounts::account_key::id,
                                          .fields = {{{.name = "password"},
                                                      {"token", field_presence::alternative},
                                                      {"refresh_token", field_presence::alternative}}},
                                          .login_statuses = {400, 401},
                                          .key_members = {"id", "account"}};

accounts::account_form form_of(const account_settings& settings)
{
    accounts::account_form form({}, settings.email(), {});
    if (settings.token().empty() && settings.refresh_token().empty())
        form.add("password", settings.password());
    else
        form.add("token", settings.token()).add("refresh_token", settings.refresh_token());
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

} // namespace useapi::mureka
