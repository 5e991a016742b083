#ifndef USEAPI_RUNWAYML_CAPACITY_HPP
#define USEAPI_RUNWAYML_CAPACITY_HPP

#include <useapi/client/client.hpp>
#include <useapi/config.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/features.hpp>
#include <useapi/runwayml/job.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <string>
#include <utility>
#include <vector>

namespace useapi::runwayml {

namespace detail {

USEAPI_API void start_get_features(const client& client, std::string email,
                                   boost::asio::any_completion_handler<void(result<features>&&)> handler);
USEAPI_API void
start_list_jobs(const client& client,
                boost::asio::any_completion_handler<void(result<std::vector<job>>&&)> handler);
USEAPI_API void start_release_job(const client& client, std::string task_id,
                                  boost::asio::any_completion_handler<void(result<void>&&)> handler);

} // namespace detail

/** Asks for an account's limits at Runway and for its use of them: credits, storage, workspaces. The service
    gets them from Runway with the account's session; if Runway refuses the session, there is no answer.

    @param email  of the account; if empty, the only account of the API token.
    @return The features; `errc::account_in_error_state` if the account's session is refused;
            `errc::request_refused` if `email` is empty and there are several accounts.
    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `get_account`.
    @see GET /features/?email=<email>
*/
USEAPI_API boost::asio::awaitable<result<features>> get_features(client client, std::string email = {});

/** `get_features` for any completion token of the signature `void(result<features>)`. */
template <boost::asio::completion_token_for<void(result<features>)> CompletionToken = boost::asio::deferred_t>
auto async_get_features(const client& client, std::string email, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<features>)>(
        [](auto handler, const useapi::client& on, std::string of) {
            detail::start_get_features(on, std::move(of), std::move(handler));
        },
        token, client, std::move(email));
}

/** Asks for the jobs of the API token that are under way. These jobs count against `max_jobs` of the
    accounts: call this first when the service answers 429.

    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `get_account`.
    @return The jobs, in the order of the answer; `places_in_use` counts them by account.
    @see GET /scheduler
*/
USEAPI_API boost::asio::awaitable<result<std::vector<job>>> list_jobs(client client);

/** `list_jobs` for any completion token of the signature `void(result<std::vector<job>>)`. */
template <boost::asio::completion_token_for<void(result<std::vector<job>>)> CompletionToken =
              boost::asio::deferred_t>
auto async_list_jobs(const client& client, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<std::vector<job>>)>(
        [](auto handler, const useapi::client& on) { detail::start_list_jobs(on, std::move(handler)); },
        token, client);
}

/** Frees the place of `max_jobs` that a job takes. The job goes on at Runway and its credits are spent. Only
    the service forgets the job and does not report its end.

    @param task_id  of `job::task_id`; 1 to 1024 bytes of printable ASCII.
    @return Nothing; `errc::not_found` if there is no such job.
    @par Errors, Effect, Cancellation, Executor, Thread safety
    as `delete_account`.
    @see DELETE /scheduler/<taskId>
*/
USEAPI_API boost::asio::awaitable<result<void>> release_job(client client, std::string task_id);

/** `release_job` for any completion token of the signature `void(result<void>)`. */
template <boost::asio::completion_token_for<void(result<void>)> CompletionToken = boost::asio::deferred_t>
auto async_release_job(const client& client, std::string task_id, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<void>)>(
        [](auto handler, const useapi::client& on, std::string of) {
            detail::start_release_job(on, std::move(of), std::move(handler));
        },
        token, client, std::move(task_id));
}

} // namespace useapi::runwayml

#endif
