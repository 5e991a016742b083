#ifndef USEAPI_SRC_HTTP_EXCHANGE_RESPONSE_READER_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_RESPONSE_READER_HPP

#include <useapi/errc.hpp>
#include <useapi/http/response.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::http {

/** Makes one final response from bytes. No I/O.

    It accepts messages that RFC 9112 allows, but refuses those that two readers could read differently: any
    transfer coding except `chunked`, a length beside it, folded lines, bytes after the end. It skips 1xx
    answers, as many as fit into the header limit and the body limit together. A 101 that was not asked for is
    a final answer, since no HTTP follows it. A refusal (a status of 300 or more) counts once its header is
    complete, with as much of its content as comes; a success must be complete. Its buffers are reused from
    response to response, and wiped, since an answer may hold a token.
*/
class response_reader
{
public:
    response_reader(std::size_t header_limit, std::size_t body_limit);
    ~response_reader();
    response_reader(const response_reader&) = delete;
    response_reader& operator=(const response_reader&) = delete;

    /** Forgets the last response and waits for the next one. */
    void start(bool is_head);

    /** The space for the next bytes; never empty. */
    std::span<char> space();

    /** The first `size` bytes of `space()` were filled. */
    void on_bytes(std::size_t size);

    /** The peer ended the stream properly: the end of a message that has no length of its own. */
    void on_end();

    /** The stream broke off, which is not the end of a message. */
    void on_lost();

    bool done() const noexcept;

    /** Success, or why there is no response: `errc::connection_lost`, `malformed_response`,
        `header_too_large`, `body_too_large`. */
    error_code error() const noexcept;

    /** The limit in bytes that was exceeded, if `error()` or `cut_short_by()` is one of the last two. */
    std::size_t exceeded_limit() const noexcept;

    /** Why the content of a refusal is incomplete: one of the codes of `error()`. */
    error_code cut_short_by() const noexcept;

    int status() const noexcept;
    std::string_view body() const noexcept;

    /** The value of the first header field with this name. Trailer fields do not count. */
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /** Whether bytes came after the response. */
    bool has_leftover() const noexcept;

    /** Whether another exchange may follow on the same connection. */
    bool keeps_connection() const noexcept;

    /** How long the server keeps an idle connection, as it says. @see parse_keep_alive */
    std::optional<std::chrono::seconds> keep_alive_timeout() const noexcept;

    /** A copy that the caller may keep. */
    response copy() const;

private:
    class state;
    std::unique_ptr<state> state_;
};

} // namespace useapi::http

#endif
