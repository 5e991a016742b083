#ifndef USEAPI_RUNWAYML_OPERATIONS_HPP
#define USEAPI_RUNWAYML_OPERATIONS_HPP

#include <useapi/client/client.hpp>
#include <useapi/config.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account.hpp>
#include <useapi/runwayml/account_settings.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <string>
#include <utility>
#include <vector>

namespace useapi::runwayml {

namespace detail {

template <class T>
using handler = boost::asio::any_completion_handler<void(result<T>&&)>;

USEAPI_API void start_upsert_account(const client& client, account_settings settings,
                                     handler<account> handler);
USEAPI_API void start_get_account(const client& client, std::string email, handler<account> handler);
USEAPI_API void start_list_accounts(const client& client, handler<std::vector<account>> handler);
USEAPI_API void start_delete_account(const client& client, std::string email, handler<void> handler);

struct initiate_upsert_account
{
    template <class Handler>
    void operator()(Handler&& completion, const client& client, account_settings settings) const
    {
        start_upsert_account(client, std::move(settings),
                             handler<account>(std::forward<Handler>(completion)));
    }
};

struct initiate_get_account
{
    template <class Handler>
    void operator()(Handler&& completion, const client& client, std::string email) const
    {
        start_get_account(client, std::move(email), handler<account>(std::forward<Handler>(completion)));
    }
};

struct initiate_list_accounts
{
    template <class Handler>
    void operator()(Handler&& completion, const client& client) const
    {
        start_list_accounts(client, handler<std::vector<account>>(std::forward<Handler>(completion)));
    }
};

struct initiate_delete_account
{
    template <class Handler>
    void operator()(Handler&& completion, const client& client, std::string email) const
    {
        start_delete_account(client, std::move(email), handler<void>(std::forward<Handler>(completion)));
    }
};

} // namespace detail

/** Registers an account, or replaces the whole configuration of one that is there.

    The service logs in at Runway meanwhile, so an answer may take tens of seconds. Repeating the same
    settings is safe, and the retry policy does so.

    Two logins of one account at once can lock it. So the calls for one email on one client go one after the
    other, in the order of their start; a call that waits for an earlier one counts against its own `timeout`,
    and its cancellation, `close` and `drain` end the wait at once. With `client_options::join_equal_logins`
   an equal call gets the outcome of the earlier one.

    @param client    the way to the service.
    @param settings  checked before any byte is sent: a plausible email, a password, `max_jobs` 1 to 10.
    @return The account as the service describes it.
    @par Errors         `errc::invalid_argument` - a field of `settings` is not acceptable; `detail()` says
                        which and why;
                        `errc::credentials_refused`, `errc::account_suspended`, `errc::login_failed` - this
                        account is refused, others may go on;
                        `errc::account_in_error_state` - the service keeps the account, but in error, and no
                        job runs on it; with status 596 it answered so, with 2xx the account that it sent back
                        carries the error, in `server_error()`;
                        `errc::no_place_left` - the subscription holds as many accounts as it may; accounts
                        that it holds can be updated;
                        `errc::unexpected_content` - the answer is no account, or is about another one;
                        `errc::token_refused`, `errc::subscription_exhausted` - every other call fails too;
                        any other `errc` - as documented there.
    @par Effect         `none` for arguments, queue and connection failures, `rejected` for an answer that
                        says no, `unknown` where the request left and no answer tells what became of it, where
                        the answer is not about this account, and where the account came back with an error.
    @par Cancellation   terminal, partial and total: the call ends with `errc::cancelled`. Its connection is
                        closed if a byte of the request was handed to it, and goes back to the pool
                        otherwise.
    @par Executor       the coroutine goes on where it was awaited, on no strand of the client.
    @par Thread safety  may be called from any thread.
    @see POST /accounts/<email>
*/
USEAPI_API boost::asio::awaitable<result<account>> upsert_account(client client, account_settings settings);

/** `upsert_account` for any completion token of the signature `void(result<account>)`.

    The handler runs on its associated executor, by default the `io_context`'s; never inside this function, on
    no strand and under no lock of the client. It may compute, or wait for another call: where several threads
    run the `io_context`, nothing else waits for it. On another executor it may run when client and
    `io_context` are gone.
*/
template <boost::asio::completion_token_for<void(result<account>)> CompletionToken = boost::asio::deferred_t>
auto async_upsert_account(const client& client, account_settings settings,
                          CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<account>)>(
        detail::initiate_upsert_account(), token, client, std::move(settings));
}

/** Asks for one account.

    @return The account; `errc::not_found` where none of this email is registered. An account in error is a
            success: `account::error()` tells.
    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `upsert_account`. Asking changes nothing, so its effect is of no consequence.
    @see GET /accounts/<email>
*/
USEAPI_API boost::asio::awaitable<result<account>> get_account(client client, std::string email);

/** `get_account` for any completion token of the signature `void(result<account>)`. */
template <boost::asio::completion_token_for<void(result<account>)> CompletionToken = boost::asio::deferred_t>
auto async_get_account(const client& client, std::string email, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<account>)>(
        detail::initiate_get_account(), token, client, std::move(email));
}

/** Asks for all accounts of the API token.

    @return The accounts in the order of the answer; none if nothing is configured, which the service
            answers with 404 or an empty object. Any other content without an account in it is
            `errc::unexpected_content`, never an empty list, and so is a 404 that the service did not make.
    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `upsert_account`.
    @see GET /accounts
*/
USEAPI_API boost::asio::awaitable<result<std::vector<account>>> list_accounts(client client);

/** `list_accounts` for any completion token of the signature `void(result<std::vector<account>>)`. */
template <boost::asio::completion_token_for<void(result<std::vector<account>>)> CompletionToken =
              boost::asio::deferred_t>
auto async_list_accounts(const client& client, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<std::vector<account>>)>(
        detail::initiate_list_accounts(), token, client);
}

/** Removes an account.

    @return Nothing; `errc::not_found` where there is no such account. An account that is not there when an
            attempt is repeated, since the answer to the one before was lost, counts as removed.
    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `upsert_account`.
    @see DELETE /accounts/<email>
*/
USEAPI_API boost::asio::awaitable<result<void>> delete_account(client client, std::string email);

/** `delete_account` for any completion token of the signature `void(result<void>)`. */
template <boost::asio::completion_token_for<void(result<void>)> CompletionToken = boost::asio::deferred_t>
auto async_delete_account(const client& client, std::string email,
                          CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<void>)>(detail::initiate_delete_account(),
                                                                            token, client, std::move(email));
}

} // namespace useapi::runwayml

#endif
