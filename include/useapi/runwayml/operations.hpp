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

/** Registers an account, or replaces the whole configuration of a registered one.

    The service logs in at Runway before it answers, so an answer may take tens of seconds. Sending the same
    settings again is safe; the client does so when it retries.

    Two logins of one account at once can lock it. So the calls for one email on one client run one after the
   other, in the order of their start. The wait for an earlier call counts against the `timeout`;
   cancellation, `close` and `drain` end the wait at once. With `client_options::join_equal_logins` an equal
   call gets the outcome of the earlier one.

    @param client    the way to the service.
    @param settings  checked before any byte is sent: a plausible email, a password, `max_jobs` 1 to 10.
    @return The account as the service describes it.
    @par Errors         `errc::invalid_argument` - a field of `settings` is invalid; `detail()` tells which
                        one and why;
                        `errc::credentials_refused`, `errc::account_suspended`, `errc::login_failed` - this
                          account is refused; other accounts may go on;
                        `errc::account_in_error_state` - the service keeps the account in an error state, and
                          runs no job on it. Either the status is 596, or it is 2xx and the account in the
                          answer carries the error; see `server_error()`;
                        `errc::no_place_left` - the subscription may hold no more accounts; registered ones
                          can still be updated;
                        `errc::unexpected_content` - the answer holds no account, or another account;
                        `errc::token_refused`, `errc::subscription_exhausted` - every other call fails too;
                        any other `errc` - as documented there.
    @par Effect         `none` if an argument, the queue or the connection failed; `rejected` if the service
                        refused the request; `unknown` if the request left and no answer tells its outcome, if
                        the answer is about another account, or if the account came back with an error.
    @par Cancellation   terminal, partial and total: the call ends with `errc::cancelled`. If a byte of the
                        request was written to the connection, the connection is closed; else it goes back to
                        the pool.
    @par Executor       the coroutine goes on where it was awaited, on no strand of the client.
    @par Thread safety  may be called from any thread.
    @see POST /accounts/<email>
*/
USEAPI_API boost::asio::awaitable<result<account>> upsert_account(client client, account_settings settings);

/** `upsert_account` for any completion token of the signature `void(result<account>)`.

    The handler runs on its associated executor, by default the `io_context`'s. It never runs inside this
    function, on a strand or under a lock of the client. The handler may compute, or wait for another call: if
    several threads run the `io_context`, nothing else waits for the handler. A handler on another executor
    may run after client and `io_context` are destroyed.
*/
template <boost::asio::completion_token_for<void(result<account>)> CompletionToken = boost::asio::deferred_t>
auto async_upsert_account(const client& client, account_settings settings,
                          CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<account>)>(
        detail::initiate_upsert_account(), token, client, std::move(settings));
}

/** Asks for one account.

    @return The account; `errc::not_found` if no account has this email. An account in an error state is a
            success: see `account::error()`.
    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `upsert_account`. The effect does not matter, since asking changes nothing.
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

    @return The accounts in the order of the answer. The list is empty if there are none: the service then
            answers 404 or an empty object. Any other content without an account, and a 404 of another server,
            is `errc::unexpected_content`, never an empty list.
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

    @return Nothing; `errc::not_found` if there is no such account. If the answer to an attempt was lost and
            the next attempt finds no account, the account counts as removed.
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
