#include <useapi/http/socket_connector.hpp>

#include "http/connect/socket/owned_socket.hpp"

#include <useapi/error.hpp>

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>

namespace useapi::http {
namespace {

sockaddr_un address_of(const std::string& path)
{
    sockaddr_un address{};
    // The last byte stays 0.
    if (path.empty() || path.size() >= sizeof address.sun_path || path.find('\0') != std::string::npos)
        throw exception(error(errc::invalid_argument)
                            .detail("the path of a unix socket has 1 to " +
                                    std::to_string(sizeof address.sun_path - 1) +
                                    " bytes, and no zero byte"));
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    return address;
}

error_code last_error()
{
    return {errno, boost::system::system_category()};
}

} // namespace

socket_connector unix_socket(const std::string& path)
{
    return [address = address_of(path)](const std::string&, std::uint16_t, const socket_handler& done) {
        // connect() succeeds or fails at once. If the listener's queue is full, it fails with EAGAIN.
        owned_socket made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const bool is_connected =
            made.get() >= 0 &&
            ::connect(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        if (is_connected)
            done(error_code(), made.release());
        else
            done(last_error(), -1);
    };
}

} // namespace useapi::http
