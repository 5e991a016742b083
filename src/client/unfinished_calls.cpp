#include "client/unfinished_calls.hpp"

#include "client/client_core.hpp"

#include <boost/asio/post.hpp>

namespace useapi::detail {

namespace asio = boost::asio;

unfinished_calls::waiting_core::waiting_core(std::shared_ptr<client_core> awaited_core)
    : core(std::move(awaited_core)), work(asio::make_work_guard(core->context()))
{
}

bool unfinished_calls::await(std::shared_ptr<client_core> core)
{
    const std::lock_guard lock(mutex_);
    if (state_.fetch_or(awaited, std::memory_order_acq_rel) < one_call)
        return false;
    if (!waiting_) {
        waiting_ = std::make_unique<waiting_core>(std::move(core));
    }
    return true;
}

void unfinished_calls::forget() noexcept
{
    std::unique_ptr<waiting_core> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(waiting_);
}

void unfinished_calls::tell() noexcept
{
    // A waiting core keeps the io_context alive until `forget`, which takes the lock.
    const std::lock_guard lock(mutex_);
    if (waiting_)
        asio::post(waiting_->core->context(), [core = waiting_->core] { core->end_drain(); });
}

} // namespace useapi::detail
