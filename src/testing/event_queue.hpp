#ifndef USEAPI_SRC_TESTING_EVENT_QUEUE_HPP
#define USEAPI_SRC_TESTING_EVENT_QUEUE_HPP

#include <useapi/testing/virtual_clock.hpp>

#include <functional>
#include <map>
#include <optional>

namespace useapi::testing {

/** The shared state of a virtual clock, its alarms and its networks.

    An event may hold what schedules or cancels another one when it goes, so events are never destroyed while
    the queue is being changed.
*/
class event_queue
{
public:
    using duration = virtual_clock::duration;
    using time_point = virtual_clock::time_point;
    using ticket = virtual_clock::ticket;

    static constexpr time_point epoch{std::chrono::hours(1000)};

    time_point now() const noexcept { return now_; }

    duration elapsed() const noexcept { return now_ - epoch; }

    /** The time of the wall clock when so much virtual time has passed. */
    static std::chrono::system_clock::time_point wall_time(duration elapsed) noexcept;

    std::chrono::system_clock::time_point wall_now() const noexcept { return wall_time(elapsed()); }

    /** @param owner  what to pass to `forget`; null by default. */
    ticket schedule(time_point when, std::function<void()> event, const void* owner = nullptr);

    /** Schedules an event that time does not pass for: it happens only if another event happens at its time
        or later. */
    ticket schedule_in_background(time_point when, std::function<void()> event);

    void cancel(ticket which) noexcept;

    /** Drops the events of one owner, whose executor is about to end. */
    void forget(const void* owner) noexcept;

    void clear() noexcept;

    /** The clock is gone: drops every event, and those that are scheduled from now on. */
    void close() noexcept;

    bool run(boost::asio::io_context& context, time_point until);

    std::optional<time_point> next_event() const noexcept;
    void run_next_event();

private:
    struct key
    {
        time_point when;
        ticket order;
        auto operator<=>(const key&) const = default;
    };

    struct entry
    {
        std::function<void()> event;
        const void* owner;
        bool is_in_background;
    };

    ticket add(time_point when, entry what);

    /** Whether only events in the background are left. */
    bool is_idle() const noexcept;

    time_point now_ = epoch;
    ticket last_ = 0;
    bool closed_ = false;
    std::map<key, entry> events_;
};

} // namespace useapi::testing

#endif
