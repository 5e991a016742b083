#ifndef USEAPI_SRC_HTTP_CONNECTOR_HPP
#define USEAPI_SRC_HTTP_CONNECTOR_HPP

#include "http/byte_stream.hpp"

#include <useapi/error.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace useapi::http {

/** One wake-up call of a clock. Not thread-safe: its owner holds a lock around every call. */
class alarm
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    virtual ~alarm() = default;

    /** Rings once, at `when` or soon after it; replaces what was set before. */
    virtual void set(time_point when) = 0;

    virtual void cancel() noexcept = 0;
};

/** The network and the clock of a client: the seam where tests and the simulation put their own.

    Makes connected streams to the one origin that it was made for.

    @par Thread safety  shared objects: safe.
*/
class connector
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** A connection that is being made. Cancelling is thread-safe, and comes too late once it is made. */
    class attempt
    {
    public:
        virtual ~attempt() = default;
        virtual void cancel() noexcept = 0;
    };

    /** Gets a stream, or the error that says why it could not be opened: `errc::resolve_failed`,
        `errc::connect_failed`, `errc::proxy_failed`, `errc::proxy_refused`, `errc::tls_failed`,
        `errc::certificate_rejected`, `errc::client_certificate_rejected` or `errc::cancelled`. */
    using connect_handler = std::function<void(error, std::unique_ptr<byte_stream>)>;

    virtual ~connector() = default;

    /** Calls the handler once, on any thread of the `io_context`, never inside this function. */
    virtual std::shared_ptr<attempt> async_connect(connect_handler handler) = 0;

    virtual time_point now() const noexcept = 0;

    /** The wall clock, for the HTTP dates of `Retry-After`. */
    virtual std::chrono::system_clock::time_point wall_now() const noexcept = 0;

    /** @param ring  runs on a thread of the `io_context`, outside of every lock. */
    virtual std::unique_ptr<alarm> make_alarm(std::function<void()> ring) = 0;

    /** The same for an event that can wait until there is other work: while the alarm is set, it does not
        keep `io_context::run()` from returning.

        @return null if there is no such alarm; its user then does without. */
    virtual std::unique_ptr<alarm> make_background_alarm(std::function<void()> ring)
    {
        static_cast<void>(ring);
        return nullptr;
    }

    virtual boost::asio::io_context& context() const noexcept = 0;
};

} // namespace useapi::http

#endif
