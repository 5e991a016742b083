#include "http/connect/socket/given_connector.hpp"

#include "http/connect/inbox.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

using shared_socket = std::shared_ptr<owned_socket>;
using socket_inbox = inbox<shared_socket>;

/** One connection that the user's connector is asked for. It is answered once: with an error if the connector
    drops its handler without a call. */
class wanted_socket
{
public:
    wanted_socket(std::weak_ptr<socket_inbox> asker, std::uint64_t number) noexcept
        : asker_(std::move(asker)), number_(number)
    {
    }

    wanted_socket(const wanted_socket&) = delete;
    wanted_socket& operator=(const wanted_socket&) = delete;

    ~wanted_socket() { answer(asio::error::operation_aborted, nullptr); }

    void answer(error_code failure, shared_socket opened)
    {
        if (is_answered_.exchange(true))
            return;
        if (!failure && opened->get() < 0)
            failure = asio::error::bad_descriptor;
        if (const auto asker = asker_.lock())
            asker->deliver(number_, failure, std::move(opened));
    }

private:
    const std::weak_ptr<socket_inbox> asker_;
    const std::uint64_t number_;
    std::atomic<bool> is_answered_ = false;
};

} // namespace

void open_with(const socket_connector& connector, asio::io_context& context, const std::string& host,
               std::uint16_t port, opened_handler handler)
{
    const std::shared_ptr<socket_inbox>& answers = socket_inbox::of(context);
    const auto wanted = std::make_shared<wanted_socket>(answers, answers->add(std::move(handler)));
    asio::post(context, [connector, wanted, host, port] {
        try {
            connector(host, port, [wanted](const error_code& failure, int socket) {
                wanted->answer(failure, std::make_shared<owned_socket>(socket));
            });
        } catch (...) {
            wanted->answer(asio::error::operation_aborted, nullptr);
        }
    });
}

} // namespace useapi::http
