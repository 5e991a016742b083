#ifndef USEAPI_TEST_CRASH_SLOW_RELAY_HPP
#define USEAPI_TEST_CRASH_SLOW_RELAY_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

namespace useapi::crash {

/** Accepts connections on a port of 127.0.0.1 and passes every byte to a Unix socket, and back, after a
    delay. */
class slow_relay
{
public:
    /// @param delay  of each direction
    slow_relay(const std::string& socket, std::chrono::milliseconds delay);
    slow_relay(const slow_relay&) = delete;
    slow_relay& operator=(const slow_relay&) = delete;
    ~slow_relay();

    std::uint16_t port() const { return port_; }

    /// While the relay is held, no byte passes and no connection ends.
    void hold(bool is_held) noexcept { held_ = is_held; }

    /// The next connection gets the answer of a server that starts up, and ends.
    void refuse_next() noexcept { refused_ = true; }

private:
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::acceptor acceptor_;
    const std::uint16_t port_;
    std::atomic<bool> held_ = false;
    std::atomic<bool> refused_ = false;
    std::thread thread_;
};

} // namespace useapi::crash

#endif
