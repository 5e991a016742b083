#ifndef USEAPI_SRC_HTTP_EXCHANGE_CONNECTION_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_CONNECTION_HPP

#include "http/byte_stream.hpp"
#include "http/exchange/response_reader.hpp"

#include <useapi/errc.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace useapi::http {

struct connection_limits
{
    std::size_t header = 16 * 1024;
    std::size_t body = 1024 * 1024;
};

/** One request and its answer, from the point of view of the caller. */
class exchange
{
public:
    /** Appends the whole request, head and content, to `wire`. `scratch` is memory for building the content.
        Both are empty, keep their capacity from exchange to exchange, and are wiped after use. */
    virtual void append_request(std::string& wire, std::string& scratch) = 0;

    /** Whether the answer has no content whatever its header says. @see RFC 9110 section 9.3.2 */
    virtual bool is_head() const noexcept = 0;

    /** Called once, on the connection's strand, when the exchange has ended: `outcome` is set, and the
        connection's `response()` holds the answer. Until the caller gives the connection back, it may use
        everything in the connection, on the strand or off it. */
    virtual void on_exchanged() noexcept = 0;

    /** Whether `on_sent` and `on_first_byte` are called as well, on the connection's strand. */
    bool is_watched = false;

    virtual void on_sent() noexcept {}

    virtual void on_first_byte() noexcept {}

    struct outcome
    {
        error_code code;                ///< success if a final response came; a refusal may lack some content
        error_code cause;               ///< the error of a broken stream
        bool sent = false;              ///< a byte of the request may have left
        bool answered = false;          ///< a byte came back
        bool reusable = false;          ///< another exchange may follow on this connection
        std::size_t received = 0;       ///< bytes that came back
        std::size_t exceeded_limit = 0; ///< in bytes, if the answer was too large
    };

    outcome outcome;

protected:
    ~exchange() = default;
};

/** HTTP/1.1 on one stream, an exchange at a time.

    The request goes out as one flat buffer in one write; the buffers are reused and wiped after each
    exchange, since they hold the token and the password. If a final answer comes before the request is
    written to its end, it ends the exchange and the connection.

    @par Thread safety `async_exchange`, `cancel`, `close` and `watch` may be called from any thread;
                       everything else belongs to the holder of the lease.
*/
class connection : public byte_stream::handler, public std::enable_shared_from_this<connection>
{
public:
    connection(std::unique_ptr<byte_stream> stream, const connection_limits& limits);

    byte_stream::executor_type get_executor() const { return stream_->get_executor(); }

    /** How an exchange begins. */
    enum class beginning
    {
        by_and_by, ///< never inside `async_exchange`: its caller may run user code next
        at_once    ///< inside `async_exchange` if the strand is free: its caller returns to the `io_context`
                   ///< next
    };

    /** @param ticket  identifies this exchange for `cancel`; greater than all earlier ones of this
                       connection. */
    void async_exchange(exchange& what, std::uint64_t ticket, beginning when);

    /** Ends the exchange of this ticket with `errc::cancelled`, also if it has not begun yet; has no effect
        after its end. If a byte of the request may have left, the connection is closed as well. */
    void cancel(std::uint64_t ticket);

    /** Closes the stream, and calls `on_closed` on the strand. An exchange under way ends with an error. */
    void close(std::function<void()> on_closed) noexcept;

    /** Calls `on_readable` once when bytes other than the stream's own messages (session tickets) can be
        read, or the stream ended.
        @see byte_stream::watch */
    void watch(std::function<void()> on_readable);

    bool looks_alive() noexcept { return stream_->looks_alive(); }

    /** @see byte_stream::is_outdated */
    bool is_outdated() const noexcept { return stream_->is_outdated(); }

    /** Whether a whole answer came to the exchange of this ticket. */
    bool answered(std::uint64_t ticket) const noexcept { return answered_ticket_ == ticket; }

    /** The answer of the ended exchange. */
    const response_reader& response() const noexcept { return reader_; }

private:
    /** Takes the outcomes of writes. `on_io` of the connection itself takes those of reads. */
    class write_end final : public byte_stream::handler
    {
    public:
        explicit write_end(connection& owner) noexcept : owner_(owner) {}

        void on_io(error_code ec, std::size_t) override { owner_.on_written(ec); }

    private:
        connection& owner_;
    };

    void start(exchange& what, std::uint64_t ticket) noexcept;
    void watch_stream(std::function<void()> on_readable);
    void on_readable(std::uint64_t last_ticket, std::function<void()> on_readable);
    void on_written(error_code ec);
    void note_written(error_code ec);
    void on_io(error_code ec, std::size_t transferred) override;
    void write();
    void read_behind_other_work();
    void read();
    bool take(const byte_stream::received& part) noexcept;
    void end_exchange();
    void finish(error_code ec);

    std::unique_ptr<byte_stream> stream_;
    response_reader reader_;
    std::string wire_;
    std::string scratch_;
    write_end write_end_{*this};
    exchange* exchange_ = nullptr;
    std::uint64_t ticket_ = 0;
    std::uint64_t answered_ticket_ = 0;
    std::atomic<std::uint64_t> cancelled_ticket_ = 0;
    bool writing_ = false;
    bool reading_ = false;
    bool written_ = false; ///< the whole request was written before its answer was complete
    bool refused_ = false; ///< the end of the handshake refused the client in place of an answer
    bool cancelled_ = false;
};

} // namespace useapi::http

#endif
