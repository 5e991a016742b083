#include "http/connect/lookup/lookup_inbox.hpp"

#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace useapi::http {

namespace asio = boost::asio;

class lookup_inbox::service final : public asio::execution_context::service
{
public:
    inline static asio::execution_context::id id;

    explicit service(asio::execution_context& context)
        : asio::execution_context::service(context),
          inbox(std::make_shared<lookup_inbox>(static_cast<asio::io_context&>(context)))
    {
    }

    const std::shared_ptr<lookup_inbox> inbox;

private:
    void shutdown() override { inbox->close(); }
};

const std::shared_ptr<lookup_inbox>& lookup_inbox::of(asio::io_context& context)
{
    return asio::use_service<service>(context).inbox;
}

std::uint64_t lookup_inbox::add(lookup_handler handler)
{
    const std::lock_guard lock(mutex_);
    waiting_.emplace(++last_number_, std::move(handler));
    return last_number_;
}

void lookup_inbox::deliver(std::uint64_t number, const error_code& ec, endpoint_list found)
{
    // Posted under the lock: until it is let go, `close` and with it the end of the `io_context` wait.
    const std::lock_guard lock(mutex_);
    if (auto asked = waiting_.extract(number))
        asio::post(context_, [handler = std::move(asked.mapped()), ec, found = std::move(found)] {
            handler(ec, found);
        });
}

void lookup_inbox::close() noexcept
{
    std::map<std::uint64_t, lookup_handler> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(waiting_);
}

} // namespace useapi::http
