#include "integration/client/connect_proxy.hpp"

#include "integration/client/accepting_thread.hpp"
#include "integration/client/relay.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <mutex>
#include <utility>

namespace useapi::testing {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using shared_socket = std::shared_ptr<tcp::socket>;

} // namespace

class connect_proxy::impl
{
public:
    impl(std::string answer, std::string success)
        : answer_(std::move(answer)), success_(std::move(success)),
          connections_(tcp::endpoint(asio::ip::address_v4::loopback(), 0),
                       [this](shared_socket socket) { return serve(std::move(socket)); })
    {
    }

    std::uint16_t port() const { return connections_.endpoint().port(); }

    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    asio::awaitable<void> serve(shared_socket socket)
    {
        std::string head;
        co_await asio::async_read_until(*socket, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(head);
        }
        if (answer_ == "-") {
            char byte = 0;
            error_code ec;
            co_await socket->async_read_some(asio::buffer(&byte, 1),
                                             asio::redirect_error(asio::use_awaitable, ec));
            co_return;
        }
        if (!answer_.empty()) {
            co_await asio::async_write(*socket, asio::buffer(answer_), asio::use_awaitable);
            co_return;
        }
        co_await tunnel(socket, head);
    }

    asio::awaitable<void> tunnel(shared_socket socket, const std::string& head)
    {
        const auto begin = head.find(' ') + 1;
        const std::string target = head.substr(begin, head.find(' ', begin) - begin);
        const auto colon = target.rfind(':');
        const far_socket far = co_await connect_to(target.substr(0, colon), target.substr(colon + 1));
        co_await asio::async_write(*socket, asio::buffer(success_), asio::use_awaitable);
        co_await relay_both(socket, far);
    }

    const std::string answer_;
    const std::string success_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    accepting_thread<tcp> connections_;
};

connect_proxy::connect_proxy(std::string answer, std::string success)
    : impl_(std::make_unique<impl>(std::move(answer), std::move(success)))
{
}

connect_proxy::~connect_proxy() = default;

std::uint16_t connect_proxy::port() const noexcept
{
    return impl_->port();
}

std::vector<std::string> connect_proxy::requests() const
{
    return impl_->requests();
}

} // namespace useapi::testing
