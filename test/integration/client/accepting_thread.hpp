#ifndef USEAPI_TEST_INTEGRATION_CLIENT_ACCEPTING_THREAD_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_ACCEPTING_THREAD_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

namespace useapi::testing {

/** Takes connections in a thread of its own, and serves each one by a coroutine. A connection that fails does
    not end the others. A server must have it as its last member, so that no coroutine outlives what it
    uses. */
template <class Protocol>
class accepting_thread
{
public:
    using socket = typename Protocol::socket;
    using server = std::function<boost::asio::awaitable<void>(std::shared_ptr<socket>)>;

    accepting_thread(const typename Protocol::endpoint& where, server serve)
        : serve_(std::move(serve)), acceptor_(context_, where)
    {
        boost::asio::co_spawn(context_, accept(), boost::asio::detached);
        thread_ = std::thread([this] { context_.run(); });
    }

    accepting_thread(const accepting_thread&) = delete;
    accepting_thread& operator=(const accepting_thread&) = delete;

    ~accepting_thread()
    {
        context_.stop();
        thread_.join();
    }

    typename Protocol::endpoint endpoint() const { return acceptor_.local_endpoint(); }

private:
    boost::asio::awaitable<void> accept()
    {
        for (;;) {
            const auto taken = std::make_shared<socket>(context_);
            co_await acceptor_.async_accept(*taken, boost::asio::use_awaitable);
            boost::asio::co_spawn(context_, serve_(taken), [](const std::exception_ptr&) {});
        }
    }

    const server serve_;
    boost::asio::io_context context_{1};
    typename Protocol::acceptor acceptor_;
    std::thread thread_;
};

} // namespace useapi::testing

#endif
