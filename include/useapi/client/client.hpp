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
    std::size_t failed = 0;        ///< an exchange on it failed or was cancelled
    std::size_t not_reusable = 0;  ///< its last answer ends it, or it is older than `transport::reload`
    std::size_t found_dead = 0;    ///< it was dead when a call wanted it, or one as old as it was dead
    std::size_t idle_timeout = 0;  ///< unused for as long as the client or the server allows
    std::size_t idle_readable = 0; ///< the peer closed it, or sent bytes, while it was unused
    std::size_t max_age = 0;       ///< lived for as long as the client allows
    std::size_t otherwise = 0;     ///< to make room for another one, or as the client was closed or drained
};

/** Counts for logs, monitoring and tests: the present state, and totals since the client was made. All counts
    are taken at the same moment, so they can be compared with each other. */
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
    std::size_t sessions_resumed = 0;   ///< total: connections that resumed a TLS session
    std::size_t connect_failures = 0;   ///< total: connections that could not be made
    std::size_t connections_reused = 0; ///< total: how often a call got a connection that was made before
    closed_connections closed;          ///< totals
};

/** The way to the service: one origin, one API token, one pool of connections, one retry policy.

    A cheap handle: copies share everything. Destroying the last one closes the client. It runs on the threads
    that run the `io_context` and never blocks them. It looks up names on threads of its own, at most eight in
    a process.

    After a move, the old handle belongs to no open client: its operations complete with
    `errc::client_closed`, its `statistics()` are 0, and `close()` does nothing. You may assign another client
    to it.

    @par Executor
    Completion handlers, observer and retry policy run on the `io_context`'s threads, on no strand and under
    no lock of the client. While one of them computes or waits, other calls, deadlines and cancellations go
    on, as long as another thread runs the `io_context`. A handler with an associated executor runs on that
    one instead. An exception that a handler throws leaves `io_context::run()`.

    @par Thread safety
    Distinct objects: safe, even if they are copies of each other. Shared objects: calling `const` members is
    safe, assigning is unsafe. A handle may be destroyed on any thread, and before, during or after the
    destruction of the `io_context`, also by a handler on another executor. Start no operation while the
    `io_context` is being destroyed. An operation that is started afterwards does nothing, and destroys its
    handler.

    @par fork
    A child process must neither use the client nor run the `io_context`, since the connections belong to the
    parent. The child may destroy both, or leave them alone until `_exit` or `exec`: this does not disturb
    the parent. Make another client for the child.
*/
class USEAPI_API client
{
public:
    /** The executor of the `io_context` that the client was made with. */
    using executor_type = boost::asio::io_context::executor_type;

    /** Makes a client; opens no connection yet.

        @param context  what the client runs on. If it is destroyed during a call or drain, the operation
                        never completes and its handler is destroyed.
        @param options  must hold an API token or a `token_from`; copied.
        @throws useapi::exception `errc::invalid_argument` if an option is out of its range, the base URL is
          malformed, or the CA file cannot be read; the message names the option.
        @throws boost::system::system_error if the `io_context` has done no I/O yet and the process has no
          file descriptor left for it. If file descriptors run out later, a call fails with
          `errc::connect_failed`.
    */
    client(boost::asio::io_context& context, client_options options);

    /** Another handle of the same client. */
    client(const client&) = default;

    /** `other` belongs to no open client any more. */
    client(client&& other) noexcept;

    /** Makes this a handle of the same client as `other`. If this was the last handle of another client, that
        client is closed. */
    client& operator=(const client& other) = default;

    /** Does the same; afterwards `other` belongs to no open client. */
    client& operator=(client&& other) noexcept;

    /** Another handle of the same client, whose calls use `options`: `co_await
        get_account(client.with(call_options().timeout(2s)), email)`.

        A call keeps the options that it was started with. An option that `options` do not set is as in this
        handle. Costs one allocation and no connection: cheap enough to be used for each call.
        @see call_options::over */
    client with(const call_options& options) const;

    /** Ends every call with `errc::client_closed` and closes every connection. Calls that are started
        afterwards fail the same way. Returns at once: the calls' handlers run later, on the `io_context`. */
    void close() const noexcept;

    /** Takes no new call, and ends waiting calls with `errc::client_draining`. A call that has a connection
        may finish its attempt, but makes no further one. Calls that still run after `grace` end with
        `errc::client_closed`. The drain completes, and the client is closed, when the last call has ended and
        its handler has returned, on any executor. So a handler of a call must not wait for the drain.

        If the client is drained again meanwhile, the shortest grace period counts, and both drains complete.

        @param grace  0 closes at once.
        @param token  a completion token for `void(std::size_t cut)`: how many calls were cut short. Without a
                      token the operation is deferred: it begins when it is awaited or called.
        @par Cancellation  every kind ends the grace period, like another drain with 0.
        @par Executor      as for a call; `io_context::run()` does not return before the drain completed.
        @par Thread safety
        may be called from any thread.
    */
    template <boost::asio::completion_token_for<void(std::size_t)> CompletionToken = boost::asio::deferred_t>
    auto async_drain(std::chrono::milliseconds grace, CompletionToken&& token = CompletionToken()) const
    {
        return boost::asio::async_initiate<CompletionToken, void(std::size_t)>(initiate_drain(), token,
                                                                               core(), grace);
    }

    /** Makes connections until `count` are open, idle ones and those in use together, or until
        `max_connections` is reached. Use it at the start of a service: its first calls then need not wait for
        handshakes. Calls go on meanwhile and take the connections that are ready. Unused connections are
        closed after `idle_timeout`, like all others.

        @param count  0 does nothing
        @param token  a completion token for `void(result<std::size_t>)`: how many connections are open.
                      Without a token the operation is deferred: it begins when it is awaited or called.
        @par Errors        the error of the first connection that failed, as a call would report it;
                           `errc::client_draining`, `errc::client_closed` or `errc::cancelled`. Connections
                           that were made stay open; a failed one is not tried again.
        @par Effect        `none`
        @par Cancellation  every kind ends the wait at once. Connections that are being made are still made.
        @par Executor      as for a call
        @par Thread safety
        may be called from any thread.
    */
    template <boost::asio::completion_token_for<void(result<std::size_t>)> CompletionToken =
                  boost::asio::deferred_t>
    auto async_connect(std::size_t count, CompletionToken&& token = CompletionToken()) const
    {
        return boost::asio::async_initiate<CompletionToken, void(result<std::size_t>)>(initiate_connect(),
                                                                                       token, core(), count);
    }

    /** Replaces `client_options::max_connections`: the most connections at a time, idle ones included. If
        more are open, idle ones are closed at once, and those in use when their exchange ends. No call is cut
        short.

        @param value  1 to 10,000
        @throws useapi::exception `errc::invalid_argument` if it is out of that range.
        @par Thread safety may be called from any thread. */
    void set_max_connections(std::size_t value) const;

    /** The client's counts at this moment. */
    client_statistics statistics() const;

    /** The time at the service: the `Date` of the last answer that had one, plus the time since then by the
        steady clock. Use it for times that the service names, such as the end of a session, since this
        machine's clock may differ. It is exact to a second, plus the time that the answer took to arrive.
        `Date` is read at most once a second. Nothing before the first answer with a `Date`.

        @see RFC 9110 section 6.6.1
        @par Thread safety may be called from any thread. */
    std::optional<std::chrono::system_clock::time_point> service_now() const;

    /** How much longer the client begins no attempt because the service asked for a pause with 429 or 503. 0
        if there is no pause.

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
    std::shared_ptr<const call_options> options_;   ///< null: the client's own apply
};

} // namespace useapi

#endif
