#include "testing/event_queue.hpp"

#include <algorithm>
#include <utility>

namespace useapi::testing {

std::chrono::system_clock::time_point event_queue::wall_time(duration elapsed) noexcept
{
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'734'840'800)) +
           std::chrono::duration_cast<std::chrono::system_clock::duration>(elapsed);
}

event_queue::ticket event_queue::schedule(time_point when, std::function<void()> event, const void* owner)
{
    return add(when, entry{std::move(event), owner, false});
}

event_queue::ticket event_queue::schedule_in_background(time_point when, std::function<void()> event)
{
    return add(when, entry{std::move(event), nullptr, true});
}

event_queue::ticket event_queue::add(time_point when, entry what)
{
    if (!closed_)
        events_.emplace(key{std::max(when, now_), ++last_}, std::move(what));
    return last_;
}

bool event_queue::is_idle() const noexcept
{
    return std::all_of(events_.begin(), events_.end(),
                       [](const auto& known) { return known.second.is_in_background; });
}

void event_queue::cancel(ticket which) noexcept
{
    const auto found = std::find_if(events_.begin(), events_.end(),
                                    [which](const auto& event) { return event.first.order == which; });
    if (found != events_.end())
        const auto dropped = events_.extract(found);
}

void event_queue::forget(const void* owner) noexcept
{
    std::map<key, entry> dropped;
    for (auto event = events_.begin(); event != events_.end();) {
        const auto next = std::next(event);
        if (event->second.owner == owner)
            dropped.insert(events_.extract(event));
        event = next;
    }
}

void event_queue::clear() noexcept
{
    std::map<key, entry> dropped;
    dropped.swap(events_);
}

void event_queue::close() noexcept
{
    closed_ = true;
    clear();
}

bool event_queue::run(boost::asio::io_context& context, time_point until)
{
    for (;;) {
        context.restart();
        context.poll();
        if (is_idle())
            return true;
        if (*next_event() > until) {
            now_ = std::max(now_, until);
            return false;
        }
        run_next_event();
    }
}

std::optional<event_queue::time_point> event_queue::next_event() const noexcept
{
    return events_.empty() ? std::nullopt : std::optional(events_.begin()->first.when);
}

void event_queue::run_next_event()
{
    if (events_.empty())
        return;
    now_ = events_.begin()->first.when;
    const auto happening = events_.extract(events_.begin());
    happening.mapped().event();
}

} // namespace useapi::testing
