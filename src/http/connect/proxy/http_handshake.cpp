#include "http/connect/proxy/http_handshake.hpp"

#include <string>

namespace useapi::http {
namespace {

std::string make_request(std::string_view authorization, const origin& to)
{
    // A tunnel's target always names its port. @see RFC 9110 section 9.3.6
    std::string target = to.authority();
    if (to.port == 443)
        target += ":443";
    std::string request;
    request.reserve(2 * target.size() + authorization.size() + 96);
    request.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target).append("\r\n");
    if (!authorization.empty())
        request.append("Proxy-Authorization: ").append(authorization).append("\r\n");
    request.append("\r\n");
    return request;
}

} // namespace

http_handshake::http_handshake(const secret& authorization, const origin& to)
{
    message_ = make_request(authorization.reveal(), to);
}

proxy_handshake::next http_handshake::add(std::string_view bytes)
{
    switch (answer_.add(bytes)) {
    case tunnel_answer::state::incomplete:
        return next::read;
    case tunnel_answer::state::complete:
        return judge(answer_.status());
    case tunnel_answer::state::not_http:
        return fail(errc::proxy_failed, "answered something that is not HTTP");
    case tunnel_answer::state::too_long:
        break;
    }
    return fail(errc::proxy_failed, "answered a header of more than 64 KiB");
}

proxy_handshake::next http_handshake::judge(int status)
{
    if (status >= 200 && status < 300) {
        // In TLS the client speaks first, so the server behind the tunnel cannot have sent bytes yet.
        if (answer_.has_leftover())
            return fail(errc::proxy_failed, "sent more than its answer");
        return next::done;
    }
    const std::string said = "it answered " + std::to_string(status);
    if (status == 407)
        return fail(errc::proxy_refused, said + ", it wants other credentials than it was given");
    return fail(status >= 500 ? errc::proxy_failed : errc::proxy_refused, said);
}

} // namespace useapi::http
