#include "http/connect/proxy/proxy_tunnel.hpp"

#include <useapi/secret.hpp>

#include <boost/asio/error.hpp>

#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

proxy_tunnel::proxy_tunnel(std::shared_ptr<proxy_link> link, std::unique_ptr<proxy_handshake> handshake,
                           std::string names)
    : link_(std::move(link)), handshake_(std::move(handshake)), names_(std::move(names))
{
}

void proxy_tunnel::start(handler done)
{
    done_ = std::move(done);
    proceed(handshake_->begin());
}

void proxy_tunnel::cancel() noexcept
{
    done_ = nullptr;
    link_->close();
}

void proxy_tunnel::proceed(proxy_handshake::next what)
{
    switch (what) {
    case proxy_handshake::next::write:
        write();
        break;
    case proxy_handshake::next::read:
        read();
        break;
    case proxy_handshake::next::done:
        complete(std::nullopt);
        break;
    case proxy_handshake::next::failed:
        fail(handshake_->why().code, handshake_->why().text);
        break;
    }
}

void proxy_tunnel::write()
{
    link_->async_write(handshake_->message(), [self = shared_from_this()](const error_code& ec, std::size_t) {
        wipe(self->handshake_->message());
        if (ec)
            self->fail(errc::proxy_failed, ec.message());
        else
            self->read();
    });
}

void proxy_tunnel::read()
{
    if (!done_)
        return;
    link_->async_read_some(space_,
                           [self = shared_from_this()](const error_code& ec, std::size_t transferred) {
                               if (ec == asio::error::eof)
                                   self->fail(errc::proxy_failed, "closed the connection without an answer");
                               else if (ec)
                                   self->fail(errc::proxy_failed, ec.message());
                               else
                                   self->proceed(self->handshake_->add({self->space_.data(), transferred}));
                           });
}

void proxy_tunnel::fail(errc code, const std::string& why)
{
    complete(error(code).detail(names_ + ": " + why));
}

void proxy_tunnel::complete(const std::optional<error>& failure)
{
    if (const auto done = std::exchange(done_, nullptr))
        done(failure);
}

} // namespace useapi::http
