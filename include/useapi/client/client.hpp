#ifndef USEAPI_CLIENT_CLIENT_HPP
#define USEAPI_CLIENT_CLIENT_HPP

#include <useapi/client/client_options.hpp>
#include <useapi/client/rtti_agreement.hpp>
#include <useapi/config.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

namespace useapi {

namespace detail {
class client_core;
class client_handle;
class access;
} // namespace detail

/** How many connections of a client were closed, by the reason. */
class closed_connections
{
public:
    std::size_t failed = 0;        ///< an exchange on it failed, or was cancelled under way
    std::size_t not_reusable = 0;  ///< by its last answer, such as one with `Connection: close`
    std::size_t found_dead = 0;    ///< when it was wanted or used again; or one of its age was
    std::size_t idle_timeout = 0;  ///< unused for as long as the client or the server allows
    std::size_t idle_readable = 0; ///< the peer closed it while it was unused, or sent what nobody asked for
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

    @par Thread safety
    Distinct objects: safe, also where they are copies of each other. Shared objects: unsafe to assign to,
    safe to call `const` members of.
*/
class USEAPI_API client
{
public:
    /** Makes a client; opens no connection yet.

        @param context  must outlive every call; a call that is under way when it is destroyed never
                        completes, and its handler is destroyed.
        @param options  with an API token at least; copied.
        @throws useapi::exception  `errc::invalid_argument` where an option is out of its range, the base
                                   URL is not one, or the CA file cannot be read; the message names it.
        @throws boost::system::system_error  where the process has no file descriptors left for an
                                   `io_context` that has done no I/O yet. Later, the lack of them fails a
                                   call with `errc::connect_failed`.
    */
    client(boost::asio::io_context& context, client_options options);

    /** Ends every call with `errc::client_closed` and closes every connection. Calls that are started
        afterwards fail the same way. Returns at once: the calls' handlers run later, on the `io_context`. */
    void close() const noexcept;

    /** Takes no new call and ends waiting ones with `errc::client_draining`; those that have a connection
        may finish their attempt, but make no other. Completes when the last one ended; what still runs
        after `grace` ends with `errc::client_closed`. The client is closed then.

        @param grace  0 closes at once.
        @param token  a completion token for `void(std::size_t cut)`: how many calls were cut short.
        @par Cancellation  none: call `close()` to cut it short.
    */
    template <boost::asio::completion_token_for<void(std::size_t)> CompletionToken>
    auto async_drain(std::chrono::milliseconds grace, CompletionToken&& token) const
    {
        return boost::asio::async_initiate<CompletionToken, void(std::size_t)>(initiate_drain(), token,
                                                                               core(), grace);
    }

    /** Counts since the client was made, of this moment. */
    client_statistics statistics() const;

    /** The `io_context` that the client was made with. */
    boost::asio::io_context& context() const noexcept;

private:
    friend class detail::access;

    using drain_handler = boost::asio::any_completion_handler<void(std::size_t)>;

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

    std::shared_ptr<detail::client_core> core() const noexcept;
    static void start_drain(std::shared_ptr<detail::client_core> core, std::chrono::milliseconds grace,
                            drain_handler handler);

    std::shared_ptr<detail::client_handle> handle_;
};

} // namespace useapi

#endif
