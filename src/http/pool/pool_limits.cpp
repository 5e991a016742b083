#include "http/pool/pool.hpp"
#include "http/pool/pool_follow_up.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

// The limit of connections, and connections that are made before calls need them.

namespace useapi::http {

void pool::resize(std::size_t max_connections) noexcept
{
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        core_.on_resized(max_connections, connector_->now(), work.actions);
        prepare(work);
    }
    execute(work);
}

void pool::limit_leases(std::size_t most, std::uint64_t order) noexcept
{
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        if (order < lease_limit_order_)
            return;
        lease_limit_order_ = order;
        core_.on_lease_limit(most, connector_->now(), work.actions);
        prepare(work);
    }
    execute(work);
}

std::uint64_t pool::warm_up(std::size_t count, warm_handler done)
{
    follow_up work;
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = ++last_warm_up_;
        if (abandoned_)
            return number;
        if (core_.stopped())
            work.failure = error(stop_reason_);
        warm_ups_.push_back({number, count, std::move(done)});
        core_.on_warm_up(count, work.actions);
        prepare(work);
    }
    execute(work);
    return number;
}

void pool::cancel_warm_up(std::uint64_t which) noexcept
{
    warm_handler done;
    std::size_t open = 0;
    {
        const std::lock_guard lock(mutex_);
        const auto found =
            std::find_if(warm_ups_.begin(), warm_ups_.end(),
                         [which](const warm_up_request& each) { return each.number == which; });
        if (found == warm_ups_.end())
            return;
        done = std::move(found->done);
        warm_ups_.erase(found);
        open = core_.open_connections();
    }
    done(error(errc::cancelled), open);
}

/** Removes warm-ups that have ended. */
void pool::note_warm(follow_up& work)
{
    work.open = core_.open_connections();
    std::erase_if(warm_ups_, [this, &work](warm_up_request& each) {
        const bool is_over = core_.is_warm(each.count);
        if (is_over)
            work.warm.push_back(std::move(each.done));
        return is_over;
    });
}

} // namespace useapi::http
