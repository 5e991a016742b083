#include "client/client_core.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <atomic>
#include <utility>

// Connections that are made before calls need them, and the limit of connections.

namespace useapi::detail {

namespace asio = boost::asio;

namespace {

/** A caller's wait for connections. */
struct warm_up_wait
{
    asio::io_context& context;
    client_core::connect_handler handler;
    asio::any_completion_executor executor; ///< of the handler, with outstanding work

    void complete(result<std::size_t> outcome)
    {
        asio::post(context, [executor = std::move(executor), handler = std::move(handler),
                             outcome = std::move(outcome)]() mutable {
            asio::dispatch(executor, [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
                asio::get_associated_cancellation_slot(handler).clear();
                std::move(handler)(std::move(outcome));
            });
        });
    }
};

/** Cancels a warm-up. Its number is known only after it began. */
struct warm_up_cancellation
{
    static constexpr std::uint64_t not_begun = 0;

    std::atomic<std::uint64_t> number = not_begun;
    std::atomic<bool> is_wanted = false;
};

} // namespace

void client_core::warm_up(std::size_t count, connect_handler handler)
{
    if (is_abandoned())
        return;
    const auto cancellation = std::make_shared<warm_up_cancellation>();
    const std::shared_ptr<http::pool> pool = pool_;
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected())
        slot.assign([weak = std::weak_ptr(pool), cancellation](asio::cancellation_type type) {
            const auto watched = type == asio::cancellation_type::none ? nullptr : weak.lock();
            if (!watched)
                return;
            cancellation->is_wanted = true;
            if (const std::uint64_t number = cancellation->number; number != warm_up_cancellation::not_begun)
                watched->cancel_warm_up(number);
        });
    auto executor = asio::prefer(asio::get_associated_executor(handler, context().get_executor()),
                                 asio::execution::outstanding_work_t::tracked);
    const auto waiting =
        std::make_shared<warm_up_wait>(warm_up_wait{context(), std::move(handler), std::move(executor)});
    cancellation->number = pool->warm_up(count, [waiting](const error& failure, std::size_t open) {
        if (failure.code())
            waiting->complete(failure);
        else
            waiting->complete(open);
    });
    if (cancellation->is_wanted)
        pool->cancel_warm_up(cancellation->number);
}

void client_core::set_max_connections(std::size_t value)
{
    if (is_abandoned())
        return;
    if (traffic_)
        traffic_->resize(value);
    pool_->resize(value);
}

} // namespace useapi::detail
