#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_HTTP_HANDSHAKE_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_HTTP_HANDSHAKE_HPP

#include "http/connect/origin.hpp"
#include "http/connect/proxy/proxy_handshake.hpp"
#include "http/connect/proxy/tunnel_answer.hpp"

#include <useapi/secret.hpp>

#include <string_view>

namespace useapi::http {

/** Asks an HTTP proxy for a tunnel. @see RFC 9110 section 9.3.6 */
class http_handshake final : public proxy_handshake
{
public:
    /** @param authorization  the value of `Proxy-Authorization`; empty if there are no credentials. */
    http_handshake(const secret& authorization, const origin& to);

    next begin() override { return next::write; }

    next add(std::string_view bytes) override;

private:
    next judge(int status);

    tunnel_answer answer_;
};

} // namespace useapi::http

#endif
