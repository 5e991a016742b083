#include "integration/client/socks_server.hpp"

#include "integration/client/accepting_thread.hpp"
#include "integration/client/relay.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string_view>
#include <utility>

namespace useapi::testing {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using shared_tcp = std::shared_ptr<tcp::socket>;

unsigned number(char byte)
{
    return static_cast<unsigned char>(byte);
}

asio::awaitable<std::string> take(shared_tcp socket, std::size_t size)
{
    std::string bytes(size, '\0');
    co_await asio::async_read(*socket, asio::buffer(bytes), asio::use_awaitable);
    co_return bytes;
}

asio::awaitable<void> say(shared_tcp socket, std::string bytes)
{
    co_await asio::async_write(*socket, asio::buffer(bytes), asio::use_awaitable);
}

struct destination
{
    std::string kind;
    std::string host;
    std::string port;
};

asio::awaitable<destination> take_destination(shared_tcp socket, char type)
{
    destination to;
    if (type == 3) {
        const std::string size = co_await take(socket, 1);
        to.kind = "name";
        to.host = co_await take(socket, number(size[0]));
    } else if (type == 4) {
        const std::string bytes = co_await take(socket, 16);
        asio::ip::address_v6::bytes_type address{};
        std::copy(bytes.begin(), bytes.end(), address.begin());
        to.kind = "address";
        to.host = asio::ip::address_v6(address).to_string();
    } else {
        const std::string bytes = co_await take(socket, 4);
        asio::ip::address_v4::bytes_type address{};
        std::copy(bytes.begin(), bytes.end(), address.begin());
        to.kind = "address";
        to.host = asio::ip::address_v4(address).to_string();
    }
    const std::string port = co_await take(socket, 2);
    to.port = std::to_string(number(port[0]) * 256 + number(port[1]));
    co_return to;
}

} // namespace

class socks_server::impl
{
public:
    explicit impl(socks_behaviour behaviour)
        : behaviour_(std::move(behaviour)),
          connections_(tcp::endpoint(asio::ip::address_v4::loopback(), 0),
                       [this](shared_tcp socket) { return serve(std::move(socket)); })
    {
    }

    std::uint16_t port() const { return connections_.endpoint().port(); }

    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    unsigned messages() const noexcept { return messages_; }

private:
    asio::awaitable<void> serve(shared_tcp socket)
    {
        const bool wants_login = !behaviour_.login.empty();
        const std::string greeting = co_await take(socket, 2);
        const std::string methods = co_await take(socket, number(greeting[1]));
        ++messages_;
        const bool goes_on = co_await may_answer(socket, 0);
        if (!goes_on)
            co_return;
        const char method = wants_login ? '\2' : '\0';
        const bool is_offered = methods.find(method) != std::string::npos;
        std::string first = behaviour_.first_words;
        if (first.empty())
            first = std::string("\5") + (is_offered ? method : '\xff');
        co_await say(socket, first);
        if (!is_offered || !behaviour_.first_words.empty())
            co_return;
        int answers = 1;
        if (wants_login) {
            const bool is_known = co_await take_login(socket);
            const bool still_goes_on = co_await may_answer(socket, answers++);
            if (!still_goes_on)
                co_return;
            std::string said("\1");
            said += is_known ? '\0' : '\1';
            co_await say(socket, said);
            if (!is_known)
                co_return;
        }
        co_await connect(socket, answers);
    }

    asio::awaitable<bool> take_login(shared_tcp socket)
    {
        const std::string head = co_await take(socket, 2);
        const std::string user = co_await take(socket, number(head[1]));
        const std::string size = co_await take(socket, 1);
        const std::string password = co_await take(socket, number(size[0]));
        ++messages_;
        co_return user + ':' + password == behaviour_.login;
    }

    asio::awaitable<void> connect(shared_tcp socket, int answers)
    {
        const std::string head = co_await take(socket, 4);
        const destination to = co_await take_destination(socket, head[3]);
        ++messages_;
        const std::uint8_t reply = note(to);
        const bool goes_on = co_await may_answer(socket, answers);
        if (!goes_on)
            co_return;
        std::string answer("\5");
        answer += static_cast<char>(reply);
        answer += std::string("\0\1\0\0\0\0\0\0", 8);
        if (reply != 0) {
            co_await say(socket, answer);
            co_return;
        }
        const far_socket far = co_await connect_to(to.host, to.port);
        co_await say(socket, answer);
        co_await relay_both(socket, far);
    }

    /** Writes a request down. @return the answer to it */
    std::uint8_t note(const destination& to)
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(to.kind + ' ' + to.host + ':' + to.port);
        const std::size_t index = requests_.size() - 1;
        return index < behaviour_.replies.size() ? behaviour_.replies[index] : std::uint8_t(0);
    }

    /** Whether it may send another answer. If not, waits for the end of the connection first. */
    asio::awaitable<bool> may_answer(shared_tcp socket, int answers)
    {
        if (answers < behaviour_.silent_after)
            co_return true;
        char byte = 0;
        error_code ec;
        co_await socket->async_read_some(asio::buffer(&byte, 1),
                                         asio::redirect_error(asio::use_awaitable, ec));
        co_return false;
    }

    const socks_behaviour behaviour_;
    std::atomic<unsigned> messages_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    accepting_thread<tcp> connections_;
};

socks_server::socks_server(socks_behaviour behaviour) : impl_(std::make_unique<impl>(std::move(behaviour))) {}

socks_server::~socks_server() = default;

std::uint16_t socks_server::port() const noexcept
{
    return impl_->port();
}

std::vector<std::string> socks_server::requests() const
{
    return impl_->requests();
}

unsigned socks_server::messages() const noexcept
{
    return impl_->messages();
}

} // namespace useapi::testing
