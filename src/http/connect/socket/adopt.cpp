#include "http/connect/socket/adopt.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

namespace useapi::http {
namespace {

using boost::asio::ip::tcp;
using any_endpoint = boost::asio::generic::stream_protocol::endpoint;

/** The path of a unix socket; `@` and the name of an abstract one; empty if it has no name. */
std::string path_of(const any_endpoint& peer)
{
    constexpr std::size_t begin = offsetof(sockaddr_un, sun_path);
    if (peer.size() <= begin)
        return {};
    std::string path(reinterpret_cast<const char*>(peer.data()) + begin, peer.size() - begin);
    if (path.front() == '\0')
        path.front() = '@';
    path.resize(std::strlen(path.c_str()));
    return path;
}

void name_peer(const any_endpoint& peer, connect_report& report)
{
    const int family = peer.protocol().family();
    if (family == AF_UNIX) {
        report.peer_address = path_of(peer);
    } else if (family == AF_INET || family == AF_INET6) {
        tcp::endpoint internet;
        internet.resize(peer.size());
        std::memcpy(internet.data(), peer.data(), peer.size());
        report.peer_address = internet.address().to_string();
        report.peer_port = internet.port();
    }
}

} // namespace

stream_socket adopt(owned_socket& opened, const byte_stream::executor_type& strand, connect_report& report,
                    error_code& ec)
{
    stream_socket socket(strand);
    any_endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    if (::getpeername(opened.get(), peer.data(), &size) != 0) {
        ec = error_code(errno, boost::system::system_category());
        return socket;
    }
    peer.resize(size);
    socket.assign(peer.protocol(), opened.get(), ec);
    if (ec)
        return socket;
    opened.release();
    name_peer(peer, report);
    return socket;
}

} // namespace useapi::http
