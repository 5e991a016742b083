#include <useapi/client/metrics.hpp>

#include "client/observe/metrics_counts.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>

namespace useapi {
namespace {

/** A different number for each thread, from 0. */
std::size_t index_of_this_thread() noexcept
{
    static std::atomic<std::size_t> threads = 0;
    thread_local const std::size_t number = threads.fetch_add(1, std::memory_order_relaxed);
    return number;
}

} // namespace

/** Counts in several parts with a lock for each: threads that count at the same time commonly use different
    parts, and then do not wait. */
class detail::metrics_counters
{
public:
    metrics_kinds kinds;

    template <class Change>
    void change(Change what) noexcept
    {
        part& own = parts_[index_of_this_thread() % parts_.size()];
        const std::lock_guard lock(own.mutex);
        what(own.counts);
    }

    /** The sums of all parts at one moment. */
    std::unique_ptr<metrics_counts> sum() const
    {
        auto all = std::make_unique<metrics_counts>();
        std::array<std::unique_lock<std::mutex>, part_count> locks;
        for (std::size_t i = 0; i < parts_.size(); ++i)
            locks[i] = std::unique_lock(parts_[i].mutex);
        for (const part& each : parts_)
            all->add(each.counts);
        return all;
    }

private:
    static constexpr std::size_t part_count = 8;

    // Two cache lines, since processors fetch the neighbour of a line along with it.
    struct alignas(128) part
    {
        mutable std::mutex mutex;
        metrics_counts counts;
    };

    std::array<part, part_count> parts_;
};

metrics::metrics() : counters_(std::make_unique<detail::metrics_counters>()) {}

metrics::~metrics() = default;

std::string metrics::prometheus_text() const
{
    prometheus_writer out;
    counters_->sum()->print(out, counters_->kinds);
    return out.take();
}

void metrics::on_call_queued(const event::call_queued&) noexcept
{
    counters_->change([](metrics_counts& counts) { ++counts.active_calls; });
}

void metrics::on_call_held_back(const event::call_held_back&) noexcept
{
    counters_->change([](metrics_counts& counts) { ++counts.held_back; });
}

void metrics::on_connection_acquired(const event::connection_acquired& seen) noexcept
{
    counters_->change([&seen](metrics_counts& counts) {
        ++counts.used;
        counts.connection_waits.add(seen.waited());
    });
}

void metrics::on_first_byte(const event::first_byte& seen) noexcept
{
    counters_->change([&seen](metrics_counts& counts) { counts.first_bytes.add(seen.elapsed()); });
}

void metrics::on_response_received(const event::response_received& seen) noexcept
{
    const std::size_t kind =
        counters_->kinds.requests.index_of(make_request_kind(seen.call().method(), seen.status(), 0));
    counters_->change([&seen, kind](metrics_counts& counts) { counts.requests[kind].add(seen.elapsed()); });
}

void metrics::on_request_failed(const event::request_failed& seen) noexcept
{
    const std::size_t kind = counters_->kinds.requests.index_of(
        make_request_kind(seen.call().method(), 0, index_of_code(seen.code())));
    counters_->change([&seen, kind](metrics_counts& counts) { counts.requests[kind].add(seen.elapsed()); });
}

void metrics::on_connection_released(const event::connection_released&) noexcept
{
    counters_->change([](metrics_counts& counts) { --counts.used; });
}

void metrics::on_retry_decided(const event::retry_decided& seen) noexcept
{
    const bool names_status = seen.again() && !seen.replaces_connection() && seen.status() != 0;
    const std::size_t status = names_status ? counters_->kinds.retried_statuses.index_of(seen.status()) : 0;
    counters_->change([&seen, names_status, status](metrics_counts& counts) {
        if (!seen.again())
            ++counts.refusals[static_cast<std::size_t>(seen.refusal())];
        else if (seen.replaces_connection())
            ++counts.replaced;
        else if (names_status)
            ++counts.retries_by_status[status];
        else
            ++counts.retries_by_code[index_of_code(seen.code())];
    });
}

void metrics::on_gate_closed(const event::gate_closed&) noexcept
{
    counters_->change([](metrics_counts& counts) { ++counts.gate_closed; });
}

void metrics::on_call_ended(const event::call_ended& seen) noexcept
{
    counters_->change([&seen](metrics_counts& counts) {
        --counts.active_calls;
        ++counts.calls[static_cast<std::size_t>(seen.effect())][index_of_code(seen.code())];
        counts.call_durations.add(seen.elapsed());
    });
}

void metrics::on_connection_opened(const event::connection_opened& seen) noexcept
{
    counters_->change([&seen](metrics_counts& counts) {
        ++counts.open;
        ++counts.opened[seen.tls_resumed() ? 1 : 0];
        counts.stages[0].add(seen.dns());
        counts.stages[1].add(seen.tcp());
        counts.stages[2].add(seen.tls());
    });
}

void metrics::on_connection_failed(const event::connection_failed& seen) noexcept
{
    counters_->change(
        [&seen](metrics_counts& counts) { ++counts.connect_failures[index_of_code(seen.code())]; });
}

void metrics::on_connection_closed(const event::connection_closed& seen) noexcept
{
    counters_->change([&seen](metrics_counts& counts) {
        --counts.open;
        ++counts.closed[static_cast<std::size_t>(seen.reason())];
        counts.connection_durations.add(seen.lifetime());
    });
}

} // namespace useapi
