#ifndef USEAPI_SRC_TESTING_MEMORY_STREAM_HPP
#define USEAPI_SRC_TESTING_MEMORY_STREAM_HPP

#include "http/byte_stream.hpp"
#include "testing/network_state.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::testing {

/** The shared state of both ends of a connection.

    The client's end is a thin handle that is destroyed with its connection. The far end lives until its
    events have happened. One read gives at most the bytes of one write of the far end.
*/
class memory_stream : public std::enable_shared_from_this<memory_stream>
{
public:
    memory_stream(std::shared_ptr<network_state> network, std::size_t number);

    static std::unique_ptr<http::byte_stream> make_client_end(std::shared_ptr<memory_stream> shared);

    /** Which connection of its network this is, from 1. */
    std::size_t number() const noexcept { return number_; }

    /** The far end answers the request that came last. */
    void answer(const reply& given);

    /** The far end sends bytes without a request. */
    void send(const std::string& bytes);

    /** The far end ends the stream. */
    void end(reply::ending how);

    /** Drops the operation that is outstanding. */
    void abandon() noexcept;

private:
    class client_end;

    void write(std::string_view data, std::shared_ptr<http::byte_stream::handler> target);
    void read(std::span<char> space, std::shared_ptr<http::byte_stream::handler> target);
    void close() noexcept;
    void send(const reply& given);
    void fail_write(error_code ec);
    void watch(std::function<void()> on_readable);
    void tell_watcher();
    void deliver();

    const std::shared_ptr<network_state> network_;
    const std::size_t number_;
    http::byte_stream::executor_type strand_;
    std::string outbox_;            ///< sent by the client, not yet a whole request
    std::deque<std::string> inbox_; ///< sent by the far end, not yet read
    event_queue::ticket answer_due_ = 0;
    std::optional<error_code> ended_;
    bool closed_ = false;
    std::span<char> space_;
    std::shared_ptr<http::byte_stream::handler> reader_;
    std::function<void()> watcher_;
    std::shared_ptr<http::byte_stream::handler> writer_; ///< waits to write a request that the far end has
                                                         ///< stopped reading
};

} // namespace useapi::testing

#endif
