#include "client/traffic.hpp"

#include <utility>

namespace useapi::detail {

std::unique_ptr<traffic> traffic::make(const client_options& options, std::shared_ptr<http::pool> pool)
{
    const bool is_asked_for =
        options.load().adaptive_concurrency() || options.load().fail_fast_after().count() > 0;
    return is_asked_for ? std::make_unique<traffic>(options, std::move(pool)) : nullptr;
}

template <class Change>
std::optional<traffic::new_limit> traffic::change(Change how)
{
    if (!limit_)
        return std::nullopt;
    const std::size_t before = limit_->limit();
    how(*limit_);
    if (limit_->limit() == before)
        return std::nullopt;
    return new_limit{limit_->limit(), ++changes_};
}

traffic::traffic(const client_options& options, std::shared_ptr<http::pool> pool) : pool_(std::move(pool))
{
    if (options.load().fail_fast_after().count() > 0)
        silence_.emplace(options.load().fail_fast_after());
    if (!options.load().adaptive_concurrency())
        return;
    limit_.emplace(options.max_connections());
    apply(new_limit{limit_->limit(), 0});
}

retry::silence::answer traffic::ask(time_point now)
{
    const std::lock_guard lock(mutex_);
    return silence_ ? silence_->ask(now) : retry::silence::answer{true, {}, {}};
}

std::uint64_t traffic::on_attempt()
{
    const std::lock_guard lock(mutex_);
    return limit_ ? limit_->on_begin() : 0;
}

void traffic::on_outcome(std::uint64_t attempt, const outcome& how, time_point now)
{
    std::unique_lock lock(mutex_);
    if (silence_ && how.has_answer)
        silence_->on_answer();
    else if (silence_)
        silence_->on_no_answer(now);
    const auto changed = change([&](retry::adaptive_limit& limit) {
        if (how.is_overload)
            limit.on_overload(attempt);
        else
            limit.on_success();
    });
    lock.unlock();
    apply(changed);
}

void traffic::resize(std::size_t max_connections)
{
    std::unique_lock lock(mutex_);
    const auto changed =
        change([max_connections](retry::adaptive_limit& limit) { limit.change_most(max_connections); });
    lock.unlock();
    apply(changed);
}

void traffic::apply(const std::optional<new_limit>& changed)
{
    if (changed)
        pool_->limit_leases(changed->limit, changed->order);
}

} // namespace useapi::detail
