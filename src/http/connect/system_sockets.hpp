#ifndef USEAPI_HTTP_CONNECT_SYSTEM_SOCKETS_HPP
#define USEAPI_HTTP_CONNECT_SYSTEM_SOCKETS_HPP

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

// Socket features that Linux has and another system may lack, with a replacement for each. Only this file and
// wipe() depend on the system.
namespace useapi::http {

/** The flag with which send() reports the end of a connection as an error, and raises no signal. A system
    without the flag, such as macOS, needs refuse_signals() for each socket. */
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

/** Has the system give up a peer that acknowledges nothing for so long. A system without this option has a
    limit of minutes; the attempt's time-out ends the call before that. */
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
