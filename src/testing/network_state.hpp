#ifndef USEAPI_SRC_TESTING_NETWORK_STATE_HPP
#define USEAPI_SRC_TESTING_NETWORK_STATE_HPP

#include "http/byte_stream.hpp"
#include "testing/event_queue.hpp"

#include <useapi/testing/memory_network.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::testing {

class memory_stream;

/** The shared state of a network, its connectors and its streams.

    An event of its own calls the function at the far end. So an exception of the function leaves
    `virtual_clock::run`. Otherwise it would leave the client's code that wrote the last byte of a request.
*/
class network_state : public std::enable_shared_from_this<network_state>
{
public:
    using server = memory_network::server;

    static std::shared_ptr<network_state> make(boost::asio::io_context& context,
                                               std::shared_ptr<event_queue> clock, server far_end);

    boost::asio::io_context& context() const noexcept { return context_; }

    const std::shared_ptr<event_queue>& clock() const noexcept { return clock_; }

    event_queue::ticket schedule_after(std::chrono::milliseconds delay, std::function<void()> event);

    connect_outcome next_connect();

    /** The client's end of a new connection; null if the network is gone. */
    std::unique_ptr<http::byte_stream> open_stream();

    void on_closed() noexcept { --open_; }

    /** A whole request came. */
    void receive(std::shared_ptr<memory_stream> from, std::string text);

    void expect_connects(std::vector<connect_outcome> outcomes) { connects_to_come_ = std::move(outcomes); }

    void take_only(std::size_t size) noexcept { taken_ = size; }

    /** How many bytes of the request that is being written the far end takes; nothing: all of them. */
    std::optional<std::size_t> taken_of_request() noexcept { return std::exchange(taken_, std::nullopt); }

    void close_all(reply::ending how);
    void send_to_all(const std::string& bytes);

    /** The `memory_network` is destroyed: removes the far end. */
    void unplug();

    /** The `io_context` is being destroyed: lets go of everything that is bound to it. */
    void abandon() noexcept;

    const std::vector<received_request>& requests() const noexcept { return requests_; }

    std::size_t open() const noexcept { return open_; }

    std::size_t peak_open() const noexcept { return peak_open_; }

    std::size_t connects() const noexcept { return connects_; }

private:
    class service;

    network_state(boost::asio::io_context& context, std::shared_ptr<event_queue> clock, server far_end);

    std::vector<std::shared_ptr<memory_stream>> live_streams() const;
    void serve(memory_stream& from, std::string text);

    boost::asio::io_context& context_;
    const std::shared_ptr<event_queue> clock_;
    server server_; ///< empty once the network is gone
    bool abandoned_ = false;
    std::vector<connect_outcome> connects_to_come_;
    std::optional<std::size_t> taken_;
    std::vector<std::weak_ptr<memory_stream>> streams_;
    std::vector<received_request> requests_;
    std::size_t open_ = 0;
    std::size_t peak_open_ = 0;
    std::size_t connects_ = 0;
};

} // namespace useapi::testing

#endif
