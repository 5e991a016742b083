#ifndef USEAPI_OR_THROW_HPP
#define USEAPI_OR_THROW_HPP

#include <useapi/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace useapi {

/** Awaits a call and returns its value alone; an error becomes an exception.

    For code that knows failure as an exception, such as Asio's `||` between coroutines: a `result` that holds
    an error is a value like any other to it, so the first call to fail would win.
    @code
    auto winner = co_await (or_throw(get_account(a, email)) || or_throw(get_account(b, email)));
    @endcode

    @param call  such as `get_account(client, email)`; any executor.
    @return the value of its result.
    @throws useapi::exception  with the error of its result as `reason()`.

    @par Cancellation
    Every kind reaches `call`, and means there what its own documentation says. The error of a call that was
    cancelled is thrown as well.

    @par Thread safety
    That of `call`. Asio's `||` is safe only on a strand, or on an `io_context` that one thread runs.
*/
template <class T, class Executor>
boost::asio::awaitable<T, Executor> or_throw(boost::asio::awaitable<result<T>, Executor> call)
{
    result<T> outcome = co_await std::move(call);
    co_return std::move(outcome).value();
}

} // namespace useapi

#endif
