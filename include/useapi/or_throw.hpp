#ifndef USEAPI_OR_THROW_HPP
#define USEAPI_OR_THROW_HPP

#include <useapi/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace useapi {

/** Awaits a call and returns its value alone; an error becomes an exception.

    Use it with code that expects failures as exceptions, such as Asio's `||` between coroutines. To `||`, a
    `result` with an error is a value like any other, so the first call that fails would win.
    @code
    auto winner = co_await (or_throw(get_account(a, email)) || or_throw(get_account(b, email)));
    @endcode

    @param call  a call such as `get_account(client, email)`, with any executor.
    @return the value of its result.
    @throws useapi::exception  with the error of its result as `reason()`.

    @par Cancellation
    Every kind is passed on to `call`, whose documentation tells what it does. The error of a cancelled call
    is thrown as well.

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
