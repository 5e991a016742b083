#ifndef USEAPI_SRC_HTTP_CONNECT_TCP_RACE_HPP
#define USEAPI_SRC_HTTP_CONNECT_TCP_RACE_HPP

#include "http/byte_stream.hpp"
#include "http/connect/address_race.hpp"
#include "http/connect/name_lookup.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace useapi::http {

using strand_timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                       boost::asio::wait_traits<std::chrono::steady_clock>,
                                                       byte_stream::executor_type>;

/** One TCP connection to a host with several addresses: the first of them that answers wins.

    Runs on its strand. @see RFC 8305 section 5
*/
class tcp_race : public std::enable_shared_from_this<tcp_race>
{
public:
    using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, byte_stream::executor_type>;
    /** The winner, or the error of the attempt that failed last. */
    using handler = std::function<void(error_code, socket_type)>;

    tcp_race(byte_stream::executor_type strand, endpoint_list addresses);

    void start(handler done);

    /** Ends without calling the handler. */
    void cancel() noexcept;

private:
    void proceed(address_race::next what);
    void begin(std::size_t index);
    void on_connected(std::size_t index, const error_code& ec);
    void close_all() noexcept;

    byte_stream::executor_type strand_;
    const endpoint_list addresses_;
    address_race order_;
    std::vector<socket_type> sockets_;
    strand_timer delay_;
    error_code last_failure_;
    handler done_;
};

} // namespace useapi::http

#endif
