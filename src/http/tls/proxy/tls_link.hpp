#ifndef USEAPI_SRC_HTTP_TLS_PROXY_TLS_LINK_HPP
#define USEAPI_SRC_HTTP_TLS_PROXY_TLS_LINK_HPP

#include "http/connect/proxy/proxy_link.hpp"
#include "http/tls/tls_channel.hpp"

#include <memory>

namespace useapi::http {

/** The connection to a proxy by TLS, whose handshake is done. */
class tls_link final : public proxy_link
{
public:
    explicit tls_link(std::shared_ptr<tls_channel> channel) : channel_(std::move(channel)) {}

    void async_write(std::string_view data, handler done) override;
    void async_read_some(std::span<char> space, handler done) override;

    void close() noexcept override
    {
        error_code ignored;
        channel_->socket().close(ignored);
    }

private:
    const std::shared_ptr<tls_channel> channel_;
};

} // namespace useapi::http

#endif
