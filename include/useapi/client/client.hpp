#ifndef USEAPI_CLIENT_CLIENT_HPP
#define USEAPI_CLIENT_CLIENT_HPP

#include <useapi/client/build_agreement.hpp>
#include <useapi/client/client_options.hpp>
#include <useapi/config.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace useapi {

class call_options;

namespace detail {
class client_core;
class client_handle;
class access;
struct call_basis;
} // namespace detail

/** How many connections of a client were closed, by the reason. */
class closed_connections
{
public:
    std::size_t failed = 0;        ///< an exchange on it failed, or was cancelled under way
    std::size_t not_reusable = 0;  ///< by its last answer, or made before `transport::reload`
    std::size_t found_dead = 0;    ///< when it was wanted or used again; or one of its age was
    std::size_t idle_timeout = 0;  ///< unused for as long as the client or the server allows
    std::size_t idle_readable = 0; ///< the peer closed it while it was unused, or sent bytes
    std::size_t max_age = 0;       ///< lived for as long as the client allows
    std::size_t otherwise = 0;     ///< to make room for another one, or as the client was closed or drained
};

/** Counts for logs, monitoring and tests: some of this moment, and totals since the client was made. All are
    of one moment, so that they can be set against each other. */
class client_statistics
{
public:
    std::size_t connections = 0;      ///< being made, in use, idle or being closed
    std::size_t idle_connections = 0; ///< of those, unused
    std::size_t waiting_calls = 0;    ///< calls that wait for a connection
    std::size_t running_calls = 0;    ///< calls that have not ended, waiting ones included

    std::size_t attempts = 0;           ///< total: requests handed to a connection, or about to be
    std::size_t peak_waiting_calls = 0; ///< the most that `waiting_calls` ever was
    std::size_t connections_opened = 0; ///< total: connections that were made successfully
    std::size_t sessions_resumed = 0;   ///< total: of those, how many resumed a TLS session
    std::size_t connect_failures = 0;   ///< total: connections that could not be made
    std::size_t connections_reused = 0; ///< total: how often a call got one that was used, or idle, before
    closed_connections closed;          ///< totals
};

/** The way to the service: one origin, one API token, one pool of connections, one retry policy.

    A cheap handle: copies share everything. Destroying the last one closes the client. It runs on the
    threads that run the `io_context` and blocks none; names are looked up on others, eight a process at most.

    A handle that was moved from belongs to no open client: its operations complete with
    `errc::client_closed`, its `statistics()` are 0, and `close()` does nothing. It may be assigned to.

    @par Executor
    Completion handlers, observer and retry policy run on the `io_context`'s threads, on no strand and under
   no lock of the client: while one of them computes or waits, other calls, every deadline and every
    cancellation go on, as long as another thread runs the `io_context`. A handler with an executor of its own
    runs there instead. What a handler throws leaves `io_context::run()`.

    @par Thread safety
    Distinct objects: safe, also where they are copies of each other. Shared objects: unsafe to assign to,
    safe to call `const` members of. A handle may be destroyed on any thread, before the `io_context` is
    destroyed, meanwhile or afterwards, by a handler on another executor as well. Start no operation while the
    `io_context` is being destroyed. One that is started afterwards does nothing, and destroys its handler.

    @par fork
    A child process must not use the client, nor run the `io_context`: its connections are the parent's.
    Destroying both there, or leaving them alone until `_exit` or `exec`, does not disturb the parent. Make a
    client of its own for the child.
*/
class USEAPI_API client
{
public:
    /** The executor of the `io_context` that the client was made with. */
    using executor_type = boost::asio::io_context::executor_type;

    /** Makes a client; opens no connection yet.

        @param context  a call or drain that is under way when it is destroyed never completes, and its
                        handler is destroyed.
        @param options  with an API token at least; copied.
        @throws useapi::exception  `errc::invalid_argument` where an option is out of its range, the base
                                   URL is not one, or the CA file cannot be read; the message names it.
        @throws boost::system::system_error  where the process has no file descriptors left for an
                                   `io_context` that has done no I/O yet. Later, the lack of them fails a
                                   call with `errc::connect_failed`.
    */
    client(boost::asio::io_context& context, client_options options);

    /** Another handle of the same client. */
    client(const client&) = default;

    /** `other` belongs to no open client any more. */
    client(client&& other) noexcept;

    /** A handle of the same client as `other`; closes the client that it was the last handle of. */
    client& operator=(const client& other) = default;

    /** The same, and `other` belongs to no open client any more. */
    client& operator=(client&& other) noexcept;

    /** Another handle of the same client, whose calls do some things in another way:
        `co_await get_account(client.with(call_options().timeout(2s)), email)`.

        A call keeps the options that it was started with. What `options` do not set is as in this handle.
        Costs one allocation and no connection, so that it may be called for each call.
        @see call_options::over */
    client with(const call_options& options) const;

    /** Ends every call with `errc::client_closed` and closes every connection. Calls that are started
        afterwards fail the same way. Returns at once: the calls' handlers run later, on the `io_context`. */
    void close() const noexcept;

    /** Takes no new call and ends waiting ones with `errc::client_draining`; those that have a connection
        may finish their attempt, but make no other. What still runs after `grace` ends with
        `errc::client_closed`. Completes when the last call ended and its handler returned, on whatever
        executor; the client is closed then. So a handler must not wait for it.

        Drained again meanwhile, the shortest grace period counts, and both complete.

        @param grace  0 closes at once.
        @param token  a completion token for `void(std::size_t cut)`: how many calls were cut short. Without
                      one the operation is deferred: it begins when it is awaited or called.
        @par Cancellation  every kind ends the grace period, as if the client were drained again with 0.
        @par Executor      as any operation; `io_context::run()` does not return before it completed.
        @par Thread safety may be called from any thread.
    */
    template <boost::asio::completion_token_for<void(std::size_t)> CompletionToken = boost::asio::deferred_t>
    auto async_drain(std::chrono::milliseconds grace, CompletionToken&& token = CompletionToken()) const
    {
        return boost::asio::async_initiate<CompletionToken, void(std::size_t)>(initiate_drain(), token,
                                                                               core(), grace);
    }

    /** Makes connections until there are `count`, idle ones and those in use, or as many as there may be. For
        the start of a service, so that its first calls need not wait for handshakes. Calls go on meanwhile,
        and take what is ready. Unused connections go after `idle_timeout` as any do.

        @param count  0 does nothing
        @param token  a completion token for `void(result<std::size_t>)`: how many are open. Without one the
                      operation is deferred: it begins when it is awaited or called.
        @par Errors        why the first connection that failed could not be made, as of a call, and
                           `errc::client_draining`, `errc::client_closed` and `errc::cancelled`. What was made
                           stays; nothing is tried again.
        @par Effect        `none`
        @par Cancellation  every kind ends the wait at once. What is being made is made.
        @par Executor      as any operation
        @par Thread safety may be called from any thread.
    */
    template <boost::asio::completion_token_for<void(result<std::size_t>)> CompletionToken =
                  boost::asio::deferred_t>
    auto async_connect(std::size_t count, CompletionToken&& token = CompletionToken()) const
    {
        return boost::asio::async_initiate<CompletionToken, void(result<std::size_t>)>(initiate_connect(),
                                                                                       token, core(), count);
    }

    /** Changes how many connections there may be at most, idle ones included, in place of
        `client_options::max_connections`. If there are more, idle ones are closed at once, and those in use
        when their exchange ends: no call is cut short.

        @param value  1 to 10,000
        @throws useapi::exception  `errc::invalid_argument` where it is out of that range.
        @par Thread safety may be called from any thread. */
    void set_max_connections(std::size_t value) const;

    /** Counts since the client was made, of this moment. */
    client_statistics statistics() const;

    /** The time at the service: the `Date` of the last answer that had one, which is read once a
       second at most, and what has passed since by our steady clock. For what the service says of times, such
       as the end of a session: our own clock may be another one. Exact to a second and the way of an answer.
       Nothing before such an answer.

        @see RFC 9110 section 6.6.1
        @par Thread safety may be called from any thread. */
    std::optional<std::chrono::system_clock::time_point> service_now() const;

    /** For how long the client begins no attempt, since the service asked for a pause with 429 or 503.
        0 while it begins attempts.

        @par Thread safety may be called from any thread. */
    std::chrono::milliseconds held_back() const;

    /** The options that the client was made with. They live as long as a handle of it. */
    const client_options& options() const noexcept;

    /** The `io_context` that the client was made with. */
    boost::asio::io_context& context() const noexcept;

    /** The executor of `context()`, which handlers without an executor of their own run on. */
    executor_type get_executor() const noexcept;

private:
    friend class detail::access;

    using drain_handler = boost::asio::any_completion_handler<void(std::size_t)>;
    using connect_handler = boost::asio::any_completion_handler<void(result<std::size_t>)>;

    struct initiate_connect
    {
        template <class Handler>
        void operator()(Handler&& handler, std::shared_ptr<detail::client_core> core, std::size_t count) const
        {
            start_connect(std::move(core), count, connect_handler(std::forward<Handler>(handler)));
        }
    };

    struct initiate_drain
    {
        template <class Handler>
        void operator()(Handler&& handler, std::shared_ptr<detail::client_core> core,
                        std::chrono::milliseconds grace) const
        {
            start_drain(std::move(core), grace, drain_handler(std::forward<Handler>(handler)));
        }
    };

    explicit client(std::shared_ptr<detail::client_core> core);

    void leave() noexcept;
    std::shared_ptr<detail::client_core> core() const;
    detail::call_basis basis() const;
    static void start_drain(std::shared_ptr<detail::client_core> core, std::chrono::milliseconds grace,
                            drain_handler handler);
    static void start_connect(std::shared_ptr<detail::client_core> core, std::size_t count,
                              connect_handler handler);

    std::shared_ptr<detail::client_handle> handle_; ///< null after a move
    std::shared_ptr<detail::client_core> left_;     ///< set after a move alone: names the `io_context`
    std::shared_ptr<const call_options> options_;   ///< null if the client's own hold
};

} // namespace useapi

#endif
