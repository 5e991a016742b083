#include "crash/slow_relay.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <deque>
#include <memory>
#include <utility>

namespace useapi::crash {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto no_exception = asio::as_tuple(asio::use_awaitable);

struct delayed
{
    clock::time_point due;
    std::string bytes; ///< empty: the end
};

struct link
{
    explicit link(asio::io_context& context) : client(context), server(context) {}

    asio::ip::tcp::socket client;
    asio::local::stream_protocol::socket server;
    std::deque<delayed> to_client;
    std::deque<delayed> to_server;
    bool is_over = false;
};

template <class Socket>
asio::awaitable<void> read_all(std::shared_ptr<link> of, Socket& from, std::deque<delayed>& into,
                               std::chrono::milliseconds delay)
{
    std::array<char, 65536> bytes{};
    while (!of->is_over) {
        const auto buffer = asio::buffer(bytes);
        const auto [failure, count] = co_await from.async_read_some(buffer, no_exception);
        into.push_back({clock::now() + delay, std::string(bytes.data(), failure ? 0 : count)});
        if (failure)
            co_return;
    }
}

template <class Socket>
asio::awaitable<void> write_all(std::shared_ptr<link> of, std::deque<delayed>& from, Socket& into,
                                const std::atomic<bool>& held)
{
    asio::steady_timer timer(into.get_executor());
    while (!of->is_over) {
        if (held || from.empty() || from.front().due > clock::now()) {
            timer.expires_after(1ms);
            co_await timer.async_wait(no_exception);
            continue;
        }
        const std::string bytes = std::move(from.front().bytes);
        from.pop_front();
        const auto buffer = asio::buffer(bytes);
        const auto [failure, count] = co_await asio::async_write(into, buffer, no_exception);
        of->is_over = bytes.empty() || failure;
    }
    of->client.close();
    of->server.close();
}

/// PostgreSQL's ErrorResponse, in the form of version 3 of its protocol.
std::string refusal()
{
    const std::string fields = {"SFATAL\0C57P03\0Mthe database system is starting up\0\0", 51};
    std::string message = "E";
    for (const int shift : {24, 16, 8, 0})
        message += static_cast<char>((fields.size() + 4) >> shift & 0xffU);
    return message + fields;
}

asio::awaitable<void> refuse(std::shared_ptr<link> of)
{
    std::array<char, 65536> startup{};
    const auto buffer = asio::buffer(startup);
    const auto [unread, count] = co_await of->client.async_read_some(buffer, no_exception);
    const std::string message = refusal();
    const auto answer = asio::buffer(message);
    if (!unread)
        co_await asio::async_write(of->client, answer, no_exception);
    of->client.close();
}

asio::awaitable<void> accept_all(asio::ip::tcp::acceptor& acceptor, asio::io_context& context,
                                 std::string socket, std::chrono::milliseconds delay,
                                 const std::atomic<bool>& held, std::atomic<bool>& refused_next)
{
    for (;;) {
        const auto made = std::make_shared<link>(context);
        const auto [failure] = co_await acceptor.async_accept(made->client, no_exception);
        if (!failure && refused_next.exchange(false)) {
            asio::co_spawn(context, refuse(made), asio::detached);
            continue;
        }
        boost::system::error_code refused;
        if (!failure)
            made->server.connect(asio::local::stream_protocol::endpoint(socket), refused);
        if (failure || refused)
            continue;
        made->client.set_option(asio::ip::tcp::no_delay(true));
        asio::co_spawn(context, read_all(made, made->client, made->to_server, delay), asio::detached);
        asio::co_spawn(context, read_all(made, made->server, made->to_client, delay), asio::detached);
        asio::co_spawn(context, write_all(made, made->to_server, made->server, held), asio::detached);
        asio::co_spawn(context, write_all(made, made->to_client, made->client, held), asio::detached);
    }
}

} // namespace

slow_relay::slow_relay(const std::string& socket, std::chrono::milliseconds delay)
    : acceptor_(context_, {asio::ip::address_v4::loopback(), 0}), port_(acceptor_.local_endpoint().port())
{
    asio::co_spawn(context_, accept_all(acceptor_, context_, socket, delay, held_, refused_), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
}

slow_relay::~slow_relay()
{
    context_.stop();
    thread_.join();
}

} // namespace useapi::crash
