#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_LINK_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_LINK_HPP

#include "http/connect/stream_socket.hpp"

#include <useapi/errc.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

namespace useapi::http {

/** The connection to a proxy, until there is a tunnel. Used on its strand. Each handler holds the owner of
    the buffer that it was passed with. A function may call its handler before it returns. */
class proxy_link
{
public:
    using handler = std::function<void(const error_code&, std::size_t)>;

    proxy_link() = default;
    proxy_link(const proxy_link&) = delete;
    proxy_link& operator=(const proxy_link&) = delete;
    virtual ~proxy_link() = default;

    /** Writes all of `data`. */
    virtual void async_write(std::string_view data, handler done) = 0;

    virtual void async_read_some(std::span<char> space, handler done) = 0;

    virtual void close() noexcept = 0;
};

/** The connection to a proxy without TLS. */
class socket_link final : public proxy_link
{
public:
    explicit socket_link(stream_socket socket) : socket_(std::move(socket)) {}

    void async_write(std::string_view data, handler done) override
    {
        boost::asio::async_write(socket_, boost::asio::buffer(data), std::move(done));
    }

    void async_read_some(std::span<char> space, handler done) override
    {
        socket_.async_read_some(boost::asio::buffer(space.data(), space.size()), std::move(done));
    }

    void close() noexcept override
    {
        error_code ignored;
        socket_.close(ignored);
    }

    stream_socket& socket() noexcept { return socket_; }

private:
    stream_socket socket_;
};

} // namespace useapi::http

#endif
