#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_SOCKS_HANDSHAKE_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_SOCKS_HANDSHAKE_HPP

#include "http/connect/origin.hpp"
#include "http/connect/proxy/proxy_handshake.hpp"

#include <useapi/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace useapi::http {

/** Asks a SOCKS5 proxy for a connection. @see RFC 1928, and RFC 1929 for user and password */
class socks_handshake final : public proxy_handshake
{
public:
    /** @param login  user and password in the message of RFC 1929; empty if there are no credentials.
        @param to     the host and port to connect to. The proxy looks the host up if it is a name. */
    socks_handshake(secret login, const origin& to);

    next begin() override;
    next add(std::string_view bytes) override;

private:
    enum class stage
    {
        method,
        login,
        reply
    };

    next judge();
    next on_method(std::uint8_t chosen);
    next on_login(std::uint8_t status);
    next on_reply(std::uint8_t reply);
    next ask();
    std::size_t size_of_reply() const noexcept;

    std::uint8_t at(std::size_t i) const noexcept { return static_cast<std::uint8_t>(answer_[i]); }

    const secret login_;
    const origin to_;
    stage stage_ = stage::method;
    std::array<char, 4 + 1 + 255 + 2> answer_{}; ///< the last answer; the longest one holds a name
    std::size_t size_ = 0;
};

} // namespace useapi::http

#endif
