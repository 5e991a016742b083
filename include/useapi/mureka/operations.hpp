#ifndef USEAPI_MUREKA_OPERATIONS_HPP
#define USEAPI_MUREKA_OPERATIONS_HPP

#include <useapi/accounts/account.hpp>
#include <useapi/accounts/operations.hpp>
#include <useapi/config.hpp>
#include <useapi/mureka/account_settings.hpp>

#include <string>
#include <utility>
#include <vector>

/** The accounts of Mureka: version 1 of its API at useapi.net.

    Any client with a `base_url` of useapi.net can be used: if it ends in `/v1/<service>`, these two segments
    are replaced by `/v1/mureka`. An account is named by its id. `accounts::account::key` of the answer to
    `upsert_account` is the id.

    Errors, effect, cancellation, executors and thread safety are those of `runwayml::upsert_account` and its
    neighbours. A refused login is `errc::credentials_refused`, `errc::account_suspended` or
    `errc::login_failed`, and is never tried again. */
namespace useapi::mureka {

namespace detail {

USEAPI_API const accounts::service_traits& service() noexcept;
USEAPI_API void start_upsert_account(const client& client, account_settings settings,
                                     accounts::detail::handler<accounts::account> handler);

} // namespace detail

/** Registers an account, or replaces the configuration of a registered one. The service logs in meanwhile.
    Sending it twice may do harm, since a refresh token may be valid only once. So the request is not sent
    again if its answer was lost: the error then has effect `unknown`, and `list_accounts` tells whether the
    account is registered.
    @see POST /v1/mureka/accounts */
USEAPI_API boost::asio::awaitable<result<accounts::account>> upsert_account(client client,
                                                                            account_settings settings);

/** Asks for the account of this id.
    @see GET /v1/mureka/accounts/ID */
USEAPI_API boost::asio::awaitable<result<accounts::account>> get_account(client client, std::string id);

/** Asks for all accounts of the API token; none if nothing is configured.
    @see GET /v1/mureka/accounts */
USEAPI_API boost::asio::awaitable<result<std::vector<accounts::account>>> list_accounts(client client);

/** Removes the account of this id.
    @see DELETE /v1/mureka/accounts/ID */
USEAPI_API boost::asio::awaitable<result<void>> delete_account(client client, std::string id);

/** `upsert_account` for any completion token of the signature `void(result<accounts::account>)`. */
template <boost::asio::completion_token_for<void(result<accounts::account>)> CompletionToken =
              boost::asio::deferred_t>
auto async_upsert_account(const client& client, account_settings settings,
                          CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<accounts::account>)>(
        [](auto handler, const useapi::client& on, account_settings chosen) {
            detail::start_upsert_account(on, std::move(chosen), std::move(handler));
        },
        token, client, std::move(settings));
}

/** `get_account` for any completion token of the signature `void(result<accounts::account>)`. */
template <boost::asio::completion_token_for<void(result<accounts::account>)> CompletionToken =
              boost::asio::deferred_t>
auto async_get_account(const client& client, std::string id, CompletionToken&& token = CompletionToken())
{
    return accounts::detail::async_get_account(client, detail::service(), std::move(id),
                                               std::forward<CompletionToken>(token));
}

/** `list_accounts` for any completion token of the signature `void(result<std::vector<accounts::account>>)`.
 */
template <boost::asio::completion_token_for<void(result<std::vector<accounts::account>>)> CompletionToken =
              boost::asio::deferred_t>
auto async_list_accounts(const client& client, CompletionToken&& token = CompletionToken())
{
    return accounts::detail::async_list_accounts(client, detail::service(),
                                                 std::forward<CompletionToken>(token));
}

/** `delete_account` for any completion token of the signature `void(result<void>)`. */
template <boost::asio::completion_token_for<void(result<void>)> CompletionToken = boost::asio::deferred_t>
auto async_delete_account(const client& client, std::string id, CompletionToken&& token = CompletionToken())
{
    return accounts::detail::async_delete_account(client, detail::service(), std::move(id),
                                                  std::forward<CompletionToken>(token));
}

} // namespace useapi::mureka

#endif
