#ifndef USEAPI_SRC_HTTP_CONNECT_REPORT_HPP
#define USEAPI_SRC_HTTP_CONNECT_REPORT_HPP

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::http {

/** How a connection was made. A stage that it had no need of takes no time. */
struct connect_report
{
    std::string peer_address; ///< of the other end of the TCP connection, which may be a proxy's
    std::uint16_t peer_port = 0;
    std::string_view tls_protocol; ///< such as `TLSv1.3`; a literal
    bool tls_resumed = false;
    bool through_proxy = false;
    std::chrono::microseconds resolving{}; ///< 0 if the answer was known
    std::chrono::microseconds connecting{};
    std::chrono::microseconds handshaking{};
};

} // namespace useapi::http

#endif
