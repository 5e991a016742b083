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

/** One request and its answer, as its maker sees it. */
class exchange
{
public:
    /** Appends the whole request, head and content, to `wire`; `scratch` is there to build content in.
        Both are empty, keep their capacity from exchange to exchange, and are wiped after use. */
    virtual void append_request(std::string& wire, std::string& scratch) = 0;

    /** Whether the answer has no content whatever its header says. @see RFC 9110 section 9.3.2 */
    virtual bool is_head() const noexcept = 0;

    /** Called once, on the connection's strand, when the exchange ended: `outcome` is set, and the
        connection's `response()` holds what came. Everything that lies in the connection is the maker's
        until it gives the connection back, on the strand or off it. */
    virtual void on_exchanged() noexcept = 0;

    /** Whether `on_sent` and `on_first_byte` are called as well, on the connection's strand. */
    bool is_watched = false;

    virtual void on_sent() noexcept {}

    virtual void on_first_byte() noexcept {}

    struct outcome
    {
        error_code code;          ///< success where a final response came; a refusal may lack some content
        error_code cause;         ///< what the stream said, where it broke
        bool sent = false;        ///< a byte of the request may have left
        bool answered = false;    ///< a byte came back
        bool reusable = false;    ///< another exchange may follow on this connection
        std::size_t received = 0; ///< bytes that came back
        std::size_t exceeded_limit = 0; ///< in bytes, where the answer was too large
    };

    outcome outcome;

protected:
    ~exchange() = default;
};

/** HTTP/1.1 on one stream, an exchange at a time.

    The request goes out as one flat buffer in one write; the buffers are reused and wiped after each
    exchange, since they hold the token and the password. A final answer ends the exchange also where the
    request is not written to its end, and takes the connection with it.

    @par Thread safety  `async_exchange`, `cancel`, `close` and `watch` may be called from any thread;
   everything else belongs to the holder of the lease.
*/
class connection : public byte_stream::handler, public std::enable_shared_from_this<connection>
{
public:
    connection(std::unique_ptr<byte_stream> stream, const connection_limits& limits);

    byte_stream::executor_type get_executor() const { return stream_->get_executor(); }

    /** When an exchange begins. */
    enum class beginning
    {
        by_and_by, ///< never inside `async_exchange`, whose caller may be about to run user code
        at_once    ///< inside it where the strand is free: its caller returns to the `io_context` right after
    };

    /** @param ticket  names this exchange to `cancel`; greater than every one before on this connection. */
    void async_exchange(exchange& what, std::uint64_t ticket, beginning when);

    /** Ends the exchange of this ticket with `errc::cancelled`, be it under way or not begun yet; without
        effect where it ended. If a byte of the request may have left, the connection is closed with the
       exchange. */
    void cancel(std::uint64_t ticket);

    /** Closes the stream, and says so on the strand; an exchange under way ends with an error. */
    void close(std::function<void()> on_closed) noexcept;

    /** Tells, once, when more than words of the stream's own (session tickets) can be read, or the stream
        ended. @see byte_stream::watch */
    void watch(std::function<void()> on_readable);

    bool looks_alive() noexcept { return stream_->looks_alive(); }

    /** @see byte_stream::is_outdated */
    bool is_outdated() const noexcept { return stream_->is_outdated(); }

    /** Whether a whole answer came to the exchange of this ticket. */
    bool answered(std::uint64_t ticket) const noexcept { return answered_ticket_ == ticket; }

    /** The answer of the ended exchange. */
    const response_reader& response() const noexcept { return reader_; }

private:
    /** Takes the ends of writes, while `on_io` of the connection itself takes those of reads. */
    class write_end final : public byte_stream::handler
    {
    public:
        explicit write_end(connection& owner) noexcept : owner_(owner) {}

        void on_io(error_code ec, std::size_t) override { owner_.on_written(ec); }

    private:
        connection& owner_;
    };

    void start(exchange& what, std::uint64_t ticket);
    void watch_stream(std::function<void()> on_readable);
    void on_readable(std::uint64_t last_ticket, std::function<void()> on_readable);
    void on_written(error_code ec);
    void note_written(error_code ec);
    void on_io(error_code ec, std::size_t transferred) override;
    void write();
    void read_behind_other_work();
    void read();
    bool take(const byte_stream::received& part);
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
    bool written_ = false; ///< the whole request was handed over before its answer was complete
    bool refused_ = false; ///< by the end of the handshake, which came in place of an answer
    bool cancelled_ = false;
};

} // namespace useapi::http

#endif
