#ifndef USEAPI_CLIENT_SEND_HPP
#define USEAPI_CLIENT_SEND_HPP

#include <useapi/client/client.hpp>
#include <useapi/config.hpp>
#include <useapi/http/request.hpp>
#include <useapi/http/response.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <utility>

namespace useapi {

namespace detail {

using send_handler = boost::asio::any_completion_handler<void(result<http::response>&&)>;

USEAPI_API void start_send(const client& client, http::request request, send_handler handler);

struct initiate_send
{
    template <class Handler>
    void operator()(Handler&& handler, const client& client, http::request request) const
    {
        start_send(client, std::move(request), send_handler(std::forward<Handler>(handler)));
    }
};

} // namespace detail

/** Sends any request to the service, with the same pool, retry and errors as the named operations.

    @param client   `request.path()` is appended to its base URL; its token is sent.
    @param request  checked before any byte of it is sent.
    @return The answer if its status is 2xx; else an error, whose `response()` is the answer with which the
            service refused the request.
    @par Errors         `errc::invalid_argument` - the method, the path or a field is malformed, or callers
                        may not send it, such as `TRACE` or `Host`;
                        every other `errc` - as documented there.
    @par Effect         `error().effect()` says what the server may have done.
    @par Cancellation   terminal, partial and total: the call ends with `errc::cancelled`. If a byte of the
                        request was written to the connection, the connection is closed; else it goes back to
                        the pool.
    @par Executor       the coroutine goes on where it was awaited, on no strand of the client.
    @par Thread safety  may be called from any thread.
*/
USEAPI_API boost::asio::awaitable<result<http::response>> send(client client, http::request request);

/** `send` for any completion token of the signature `void(result<http::response>)`.

    The handler runs on its associated executor, by default the `io_context`'s. It never runs inside this
    function, on a strand or under a lock of the client. The handler may compute, or wait for another call: if
    several threads run the `io_context`, nothing else waits for the handler. A handler on another executor
    may run after client and `io_context` are destroyed.
*/
template <
    boost::asio::completion_token_for<void(result<http::response>)> CompletionToken = boost::asio::deferred_t>
auto async_send(const client& client, http::request request, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<http::response>)>(
        detail::initiate_send(), token, client, std::move(request));
}

} // namespace useapi

#endif
