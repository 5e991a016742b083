#ifndef USEAPI_HTTP_CONNECT_SYSTEM_SOCKETS_HPP
#define USEAPI_HTTP_CONNECT_SYSTEM_SOCKETS_HPP

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

// Features of sockets that Linux has and another system may lack, and the way without them. The library asks
// here, and in wipe(), which system it runs on; nowhere else.
namespace useapi::http {

/** A flag of send(): the end of a connection is an error, not a signal. Without it, as on macOS, the socket
   itself has to be told: refuse_signals(). */
#if defined(MSG_NOSIGNAL)
inline constexpr int send_without_signal = MSG_NOSIGNAL;
#else
inline constexpr int send_without_signal = 0;
#endif

inline void refuse_signals([[maybe_unused]] int socket) noexcept
{
#if !defined(MSG_NOSIGNAL) && defined(SO_NOSIGPIPE)
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

/** Gives up a peer that acknowledges nothing for so long. A system that has no such option goes by its own
   limit, which is minutes; the attempt's time-out ends the call before. */
inline void limit_unacknowledged_data([[maybe_unused]] int socket, [[maybe_unused]] unsigned seconds) noexcept
{
#if defined(TCP_USER_TIMEOUT)
    const unsigned milliseconds = seconds * 1000;
    ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
#elif defined(TCP_RXT_CONNDROPTIME)
    const int limit = static_cast<int>(seconds);
    ::setsockopt(socket, IPPROTO_TCP, TCP_RXT_CONNDROPTIME, &limit, sizeof limit);
#endif
}

} // namespace useapi::http

#endif
