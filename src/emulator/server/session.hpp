#ifndef USEAPI_SRC_EMULATOR_SERVER_SESSION_HPP
#define USEAPI_SRC_EMULATOR_SERVER_SESSION_HPP

#include "emulator/server/relay.hpp"
#include "emulator/service/service.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace useapi::emulator {

using strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using strand_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, strand>;
inline constexpr boost::asio::use_awaitable_t<strand> use_task;

/** The shared state of a server's connections. */
struct session_setup
{
    std::shared_ptr<service> api;
    relay to;                                  ///< answers in place of `api` if it has a function
    std::chrono::milliseconds idle_timeout{0}; ///< 0: never
    bool announce_idle_timeout = false;
    std::chrono::seconds date_offset{0};
    std::function<void(std::string_view)> log; ///< may be empty; safe to call from any thread
};

/** One connection, from the handshake to its end. Everything runs on the socket's strand. It keeps itself
    alive until its end; `close()` ends it at once.
*/
class session
{
public:
    /// @param setup, tls  must outlive the session (`on_end` may own them)
    /// @param on_end      called once, when the socket is closed
    static std::shared_ptr<session> start(strand_socket socket, boost::asio::ssl::context& tls,
                                          const session_setup& setup, std::function<void()> on_end);
    virtual ~session();

    /// Drops the connection, in the middle of a request or not. Can be called from any thread.
    virtual void close() = 0;

protected:
    session();
};

} // namespace useapi::emulator

#endif
