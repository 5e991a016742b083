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

    /** How a read ended. */
    struct received
    {
        /** `boost::asio::error::eof` where the peer ended the stream properly;
            `errc::client_certificate_rejected` where it refused to make one after all, and so looked at
            nothing that was written. */
        error_code code;
        std::size_t size = 0;
    };

    virtual ~byte_stream() = default;

    virtual executor_type get_executor() const = 0;

    /** How it came to be; nothing for a stream with no network below. */
    virtual const connect_report& report() const noexcept = 0;

    /** Hands over all of `data`. What ends at once, well or not, is returned; else the handler is told of the
        end later, and of how much was handed over. */
    virtual std::optional<error_code> write(std::span<const char> data, std::shared_ptr<handler> handler) = 0;

    /** Reads what is there, one byte at least. What ends at once, well or not, is returned; else the handler
        is told of the end later. */
    virtual std::optional<received> read_some(std::span<char> space, std::shared_ptr<handler> handler) = 0;

    /** Begins a read that is told of later, for when something is there, and returns true; or false, with
        nothing begun, where something may well be there by the time that `read_some` is called. The
        default begins none. */
    virtual bool read_when_readable(std::span<char> space, std::shared_ptr<handler> target)
    {
        static_cast<void>(space);
        static_cast<void>(target);
        return false;
    }

    /** Whether bytes came along with those that were read, and lie in this process unread. Called on the
        strand, while no operation is outstanding. */
    virtual bool has_unread() const noexcept = 0;

    /** Whether new connections are made with other certificates than this one was, so that no further
       exchange is to begin on it. Called from any thread. */
    virtual bool is_outdated() const noexcept { return false; }

    /** Ends the stream without waiting for the peer; outstanding operations complete with an error. When
       it returns, the peer will learn of the end as soon as what is on its way there has arrived. */
    virtual void close() noexcept = 0;

    /** Tells, once, when something can be read or the stream ended, on any thread of the `io_context` and
        never inside this function. It is no operation in the sense above: others may begin and end
        meanwhile, and no work, so that it does not keep `io_context::run()` from returning. Forgotten when
        the stream is closed. Streams that cannot be watched never tell. */
    virtual void watch(std::function<void()> on_readable) { static_cast<void>(on_readable); }

    /** False if something can be read, or the stream ended. Called from any thread, but only while no
        operation is outstanding. */
    virtual bool looks_alive() noexcept = 0;

    /** Takes in what a stream says on its own account, such as the session tickets of TLS, and reports what
        else came while no request was under way. Called on the strand, while no operation is outstanding.

        @return Success where a request may follow. Otherwise why not: `boost::asio::error::eof` where the
                peer ended the stream, the error of a stream that broke,
                `errc::client_certificate_rejected`, or `errc::connection_lost` where bytes came that no
                request asked for. */
    virtual error_code check_quiet() noexcept
    {
        return looks_alive() ? error_code() : error_code(errc::connection_lost);
    }
};

} // namespace useapi::http

#endif
