#include "client/core_registry.hpp"

#include "client/client_core.hpp"

#include <boost/asio/execution_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>

namespace useapi::detail {

namespace asio = boost::asio;

/** A service that is shut down when its `io_context` is destroyed. */
class core_registry::service final : public asio::execution_context::service
{
public:
    inline static asio::execution_context::id id;

    /** Asio shuts its services down in the reverse order of their construction. A closing core uses some
        services of Asio. This constructor makes them first, so that they are shut down after this one. So a
        core that closes on another thread either finds them working or does nothing. */
    explicit service(asio::io_context& context) : asio::execution_context::service(context)
    {
        const asio::strand<asio::io_context::executor_type> strand(context.get_executor());
        const asio::ip::tcp::socket socket(context);
    }

    const std::shared_ptr<core_registry> registry = std::make_shared<core_registry>();

private:
    void shutdown() override { registry->end(); }
};

std::shared_ptr<core_registry> core_registry::of(asio::io_context& context)
{
    return asio::use_service<service>(context).registry;
}

void core_registry::add(client_core& core)
{
    const std::lock_guard lock(mutex_);
    cores_.push_back(&core);
}

void core_registry::leave(client_core& core) noexcept
{
    const std::lock_guard lock(mutex_);
    if (gone_)
        return;
    std::erase(cores_, &core);
    core.give_up_network();
}

void core_registry::end() noexcept
{
    std::vector<std::shared_ptr<client_core>> alive;
    {
        const std::lock_guard lock(mutex_);
        gone_ = true;
        for (client_core* const core : cores_) {
            if (auto held = core->weak_from_this().lock())
                alive.push_back(std::move(held));
            else
                core->abandon_network(); // its destructor may be waiting in `leave` on another thread
        }
        cores_.clear();
    }
    for (const auto& core : alive)
        core->abandon();
}

} // namespace useapi::detail
