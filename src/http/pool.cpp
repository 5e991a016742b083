#include "http/pool.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace useapi::http {
namespace {

// A connection that was in use this recently is taken on trust: asking costs a system call, and one that
// died meanwhile is found out, and replaced, by its use.
constexpr std::chrono::milliseconds trusted_idle_time{10};

} // namespace

class lease::slot : public pool_slot
{
public:
    explicit slot(std::uint64_t which) : number(which) {}

    const std::uint64_t number; ///< tells it from an earlier one in the same place of memory
    std::shared_ptr<http::connection> connection;
    std::shared_ptr<connector::attempt> attempt;
};

lease::lease(std::shared_ptr<pool> owner, slot& held) noexcept : pool_(std::move(owner)), slot_(&held) {}

lease::lease(lease&& other) noexcept
    : pool_(std::move(other.pool_)), slot_(std::exchange(other.slot_, nullptr))
{
}

lease& lease::operator=(lease&& other) noexcept
{
    if (this != &other) {
        end(fate::broken);
        pool_ = std::move(other.pool_);
        slot_ = std::exchange(other.slot_, nullptr);
    }
    return *this;
}

lease::~lease()
{
    end(fate::broken);
}

connection& lease::operator*() const noexcept
{
    return *slot_->connection;
}

bool lease::reused() const noexcept
{
    return slot_->reused();
}

std::uint64_t lease::ticket() const noexcept
{
    return slot_->uses();
}

void lease::release() noexcept
{
    end(fate::reusable);
}

void lease::discard() noexcept
{
    end(fate::broken);
}

void lease::discard_with_siblings() noexcept
{
    end(fate::found_dead);
}

void lease::end(fate how) noexcept
{
    if (slot* const held = std::exchange(slot_, nullptr)) {
        const auto owner = std::move(pool_);
        owner->end(*held, how);
    }
}

struct pool::transaction
{
    pool_actions actions;
    boost::container::small_vector<std::unique_ptr<slot>, 2> closed;
    boost::container::small_vector<slot*, 2> connecting;
    error failure; ///< for the waiters that the actions fail
};

pool::pool(const pool_options& options, const connection_limits& limits, std::shared_ptr<connector> connector)
    : limits_(limits), connector_(std::move(connector)), core_(options)
{
}

pool::~pool() = default;

pool::answer pool::acquire(waiter& who)
{
    for (;;) {
        transaction work;
        pool_core::answer decided;
        errc stop_reason;
        {
            const std::lock_guard lock(mutex_);
            decided = core_.on_acquire(who, connector_->now(), work.actions);
            stop_reason = stop_reason_;
            prepare(work);
        }
        slot* taken = nullptr;
        if (decided == pool_core::answer::granted) {
            taken = static_cast<slot*>(work.actions.grants.back().slot);
            work.actions.grants.pop_back();
        }
        execute(work);

        switch (decided) {
        case pool_core::answer::queued:
            return answer::queued;
        case pool_core::answer::refused_full:
            who.failure = error(errc::queue_full);
            return answer::served;
        case pool_core::answer::refused_stopped:
            who.failure = error(stop_reason);
            return answer::served;
        case pool_core::answer::granted:
            break;
        }
        who.granted = lease(shared_from_this(), *taken);
        // Right after its handshake a stream has session tickets to read, which says nothing against it.
        if (taken->uses() == 1 || taken->idle_for() < trusted_idle_time || who.granted->looks_alive())
            return answer::served;
        who.granted.discard();
    }
}

bool pool::cancel(waiter& who) noexcept
{
    const std::lock_guard lock(mutex_);
    return core_.on_cancelled(who);
}

void pool::stop(errc reason) noexcept
{
    transaction work;
    std::vector<std::shared_ptr<connector::attempt>> attempts;
    {
        const std::lock_guard lock(mutex_);
        stop_reason_ = reason;
        core_.on_stopped(work.actions);
        for (const auto& [key, held] : slots_)
            if (held->attempt)
                attempts.push_back(std::move(held->attempt));
        work.failure = error(reason);
        prepare(work);
    }
    for (const auto& attempt : attempts)
        attempt->cancel();
    execute(work);
}

void pool::abandon() noexcept
{
    std::unordered_map<slot*, std::unique_ptr<slot>> abandoned;
    pool_actions nobody_carries_out;
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    core_.on_stopped(nobody_carries_out);
    abandoned.swap(slots_);
}

pool::counts pool::count() const
{
    const std::lock_guard lock(mutex_);
    return {core_.connections(), core_.idle_connections(), core_.waiting(), opened_};
}

void pool::on_connect_done(slot& which, error failure, std::unique_ptr<byte_stream> stream) noexcept
{
    transaction work;
    {
        const std::lock_guard lock(mutex_);
        which.attempt.reset();
        if (stream) {
            ++opened_;
            which.connection = std::make_shared<connection>(std::move(stream), limits_);
            core_.on_connected(which, connector_->now(), work.actions);
        } else {
            core_.on_connect_failed(which, connector_->now(), work.actions);
            work.failure = std::move(failure);
        }
        prepare(work);
    }
    execute(work);
}

void pool::end(slot& which, lease::fate how) noexcept
{
    transaction work;
    {
        const std::lock_guard lock(mutex_);
        if (abandoned_)
            return;
        if (how == lease::fate::found_dead)
            core_.on_released_dead(which, connector_->now(), work.actions);
        else
            core_.on_released(which, how == lease::fate::reusable, connector_->now(), work.actions);
        prepare(work);
    }
    execute(work);
}

void pool::prepare(transaction& work)
{
    for (; work.actions.connects != 0; --work.actions.connects) {
        auto made = std::make_unique<slot>(++last_slot_);
        core_.on_connecting(*made);
        work.connecting.push_back(made.get());
        slots_.emplace(made.get(), std::move(made));
    }
    for (pool_slot* const closed : work.actions.closes) {
        const auto found = slots_.find(static_cast<slot*>(closed));
        work.closed.push_back(std::move(found->second));
        slots_.erase(found);
    }
}

void pool::execute(transaction& work) noexcept
{
    for (const auto& closed : work.closed)
        if (closed->connection)
            closed->connection->close();
    for (const auto& [waiting, granted] : work.actions.grants) {
        auto& served = static_cast<waiter&>(*waiting);
        served.granted = lease(shared_from_this(), static_cast<slot&>(*granted));
        served.on_served();
    }
    for (pool_waiter* const failed : work.actions.failures) {
        auto& served = static_cast<waiter&>(*failed);
        served.failure = work.failure;
        served.on_served();
    }
    for (slot* const begun : work.connecting) {
        const std::uint64_t number = begun->number;
        auto attempt = connector_->async_connect(
            [self = shared_from_this(), begun](error failure, std::unique_ptr<byte_stream> stream) {
                self->on_connect_done(*begun, std::move(failure), std::move(stream));
            });
        // The pool may have been stopped before the attempt could be noted; and it may be over by now.
        bool stopped = false;
        {
            const std::lock_guard lock(mutex_);
            const auto found = slots_.find(begun);
            if (found != slots_.end() && begun->number == number && !begun->connection) {
                stopped = core_.stopped();
                // An attempt holds the pool. Noted in a pool that nobody will stop again, it would for ever.
                if (!stopped)
                    begun->attempt = attempt;
            }
        }
        if (stopped)
            attempt->cancel();
    }
}

} // namespace useapi::http
