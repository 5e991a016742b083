#include "http/connect/proxy/proxy_tunnel.hpp"

#include <useapi/secret.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

std::string make_request(const proxy& through, const origin& to)
{
    // A tunnel's target always names its port. @see RFC 9110 section 9.3.6
    std::string target = to.authority();
    if (to.port == 443)
        target += ":443";
    const auto authorization = through.authorization.reveal();
    std::string request;
    request.reserve(2 * target.size() + authorization.size() + 96);
    request.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target).append("\r\n");
    if (!authorization.empty())
        request.append("Proxy-Authorization: ").append(authorization).append("\r\n");
    request.append("\r\n");
    return request;
}

} // namespace

proxy_tunnel::proxy_tunnel(socket_type socket, const proxy& through, const origin& to)
    : socket_(std::move(socket)), names_("proxy " + through.authority() + " for " + to.authority()),
      request_(make_request(through, to))
{
}

void proxy_tunnel::start(handler done)
{
    done_ = std::move(done);
    asio::async_write(socket_, asio::buffer(request_),
                      [self = shared_from_this()](const error_code& ec, std::size_t) {
                          wipe(self->request_);
                          if (ec)
                              self->fail(ec.message());
                          else
                              self->read();
                      });
}

void proxy_tunnel::cancel() noexcept
{
    done_ = nullptr;
    error_code ignored;
    socket_.close(ignored);
}

void proxy_tunnel::read()
{
    if (!done_)
        return;
    socket_.async_read_some(
        asio::buffer(space_), [self = shared_from_this()](const error_code& ec, std::size_t transferred) {
            if (ec) {
                self->fail(ec == asio::error::eof ? "closed the connection without an answer" : ec.message());
                return;
            }
            switch (self->answer_.add({self->space_.data(), transferred})) {
            case tunnel_answer::state::incomplete:
                self->read();
                break;
            case tunnel_answer::state::complete:
                self->finish(self->answer_.status());
                break;
            case tunnel_answer::state::not_http:
                self->fail("answered something that is not HTTP");
                break;
            case tunnel_answer::state::too_long:
                self->fail("answered a header of more than 64 KiB");
                break;
            }
        });
}

void proxy_tunnel::finish(int status)
{
    if (status >= 200 && status < 300) {
        // The client speaks first in TLS: bytes from beyond the tunnel cannot be there yet.
        if (answer_.has_leftover())
            fail("sent more than its answer");
        else
            complete(std::nullopt);
        return;
    }
    const std::string said = names_ + ": it answered " + std::to_string(status);
    if (status == 407)
        complete(error(errc::proxy_refused).detail(said + ", it wants other credentials than it was given"));
    else if (status >= 500)
        complete(error(errc::proxy_failed).detail(said));
    else
        complete(error(errc::proxy_refused).detail(said));
}

void proxy_tunnel::fail(const std::string& why)
{
    complete(error(errc::proxy_failed).detail(names_ + ": " + why));
}

void proxy_tunnel::complete(std::optional<error> failure)
{
    if (const auto done = std::exchange(done_, nullptr))
        done(std::move(failure), std::move(socket_));
}

} // namespace useapi::http
