#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_TUNNEL_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_TUNNEL_HPP

#include "http/byte_stream.hpp"
#include "http/connect/origin.hpp"
#include "http/connect/proxy/proxy.hpp"
#include "http/connect/proxy/tunnel_answer.hpp"

#include <useapi/error.hpp>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace useapi::http {

/** Asks a proxy for a tunnel to an origin, on a connection to the proxy. @see RFC 9110 section 9.3.6

    Runs on the socket's strand.
*/
class proxy_tunnel : public std::enable_shared_from_this<proxy_tunnel>
{
public:
    using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, byte_stream::executor_type>;

    /** Nothing and the socket for success, else `errc::proxy_failed` or `errc::proxy_refused`. */
    using handler = std::function<void(std::optional<error>, socket_type)>;

    proxy_tunnel(socket_type socket, const proxy& through, const origin& to);

    void start(handler done);

    /** Ends without calling the handler. */
    void cancel() noexcept;

private:
    void read();
    void finish(int status);
    void fail(const std::string& why);
    void complete(std::optional<error> failure);

    socket_type socket_;
    const std::string names_; ///< of proxy and origin, for people
    std::string request_;     ///< wiped once it went: it holds the proxy's credentials
    tunnel_answer answer_;
    std::array<char, 2048> space_{};
    handler done_;
};

} // namespace useapi::http

#endif
