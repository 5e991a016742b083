#ifndef USEAPI_SRC_HTTP_BYTE_STREAM_HPP
#define USEAPI_SRC_HTTP_BYTE_STREAM_HPP

#include "http/connect_report.hpp"

#include <useapi/errc.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace useapi::http {

/** A connected, ordered stream of bytes: TLS over TCP, or two ends in one process.

    Everything but `looks_alive`, `is_outdated` and `report` is called on the stream's own strand, and
   completions run there. At most one read and one write are outstanding; no handler is called inside an
   initiating function. The buffers belong to the handler and live as long as it does. After a write that
   failed, what the peer had sent may still be read.
*/
class byte_stream
{
public:
    using executor_type = boost::asio::strand<boost::asio::io_context::executor_type>;

    class handler
    {
    public:
        virtual ~handler() = default;

        virtual void on_io(error_code ec, std::size_t transferred) = 0;
    };

    /** The outcome of a read. */
    struct received
    {
        /** `boost::asio::error::eof` if the peer ended the stream properly.
            `errc::client_certificate_rejected` if the peer refused the client certificate after all, and so
            ignored everything that was written. */
        error_code code;
        std::size_t size = 0;
    };

    virtual ~byte_stream() = default;

    virtual executor_type get_executor() const = 0;

    /** How the stream was connected; empty for a stream without a network. */
    virtual const connect_report& report() const noexcept = 0;

    /** Writes all of `data`. If the write ends at once, with success or failure, its outcome is returned.
        Else the handler gets the outcome later, with the number of written bytes. */
    virtual std::optional<error_code> write(std::span<const char> data, std::shared_ptr<handler> handler) = 0;

    /** Reads the bytes that are there, at least one. If the read ends at once, with success or failure, its
        outcome is returned. Else the handler gets the outcome later. */
    virtual std::optional<received> read_some(std::span<char> space, std::shared_ptr<handler> handler) = 0;

    /** Begins a read whose outcome the handler gets later, and returns true. If bytes are probably there by
        the time that `read_some` is called, begins no read and returns false. The default begins none. */
    virtual bool read_when_readable(std::span<char> space, std::shared_ptr<handler> target)
    {
        static_cast<void>(space);
        static_cast<void>(target);
        return false;
    }

    /** Whether this process holds further bytes that came with those that were read. Called on the strand,
        while no operation is outstanding. */
    virtual bool has_unread() const noexcept = 0;

    /** Whether new connections use other certificates than this one, so that no further exchange may begin on
        it. Called from any thread. */
    virtual bool is_outdated() const noexcept { return false; }

    /** Ends the stream without waiting for the peer; outstanding operations complete with an error. After it
        returns, the peer sees the end as soon as the bytes under way have arrived. */
    virtual void close() noexcept = 0;

    /** Calls `on_readable` once when bytes can be read or the stream ended, on any thread of the `io_context`
        and never inside this function. A watch is not an operation in the sense above: operations may begin
        and end meanwhile. It is not outstanding work, so it does not keep `io_context::run()` from returning.
        It ends when the stream is closed. Streams that cannot be watched never call it. */
    virtual void watch(std::function<void()> on_readable) { static_cast<void>(on_readable); }

    /** False if bytes can be read, or the stream ended. Called from any thread, but only while no operation
        is outstanding. */
    virtual bool looks_alive() noexcept = 0;

    /** Processes the stream's own messages, such as the session tickets of TLS, and reports other bytes that
        came while no request was under way. Called on the strand, while no operation is outstanding.

        @return Success if a request may follow. Otherwise why not: `boost::asio::error::eof` if the peer
                ended the stream, the error of a broken stream, `errc::client_certificate_rejected`, or
       `errc::connection_lost` if bytes came without a request. */
    virtual error_code check_quiet() noexcept
    {
        return looks_alive() ? error_code() : error_code(errc::connection_lost);
    }
};

} // namespace useapi::http

#endif
