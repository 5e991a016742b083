#ifndef USEAPI_TESTING_VIRTUAL_CLOCK_HPP
#define USEAPI_TESTING_VIRTUAL_CLOCK_HPP

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace useapi::testing {

class access;
class event_queue;

/** Time that passes only when there is nothing else to do. So an hour takes only as long as its events.

    Every time-out, back-off and `Retry-After` of a client that a `memory_network` made goes by it. Timers and
    sockets of Asio go by the real clock: `run` does not wait for them.

    The clock, the `io_context` and the network may be destroyed in any order. The clock's end drops the
    events that are scheduled.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe. All that happens on a clock happens inside `run`, on the
    thread that called it.
*/
class virtual_clock
{
public:
    /** In the unit of the steady clock. */
    using duration = std::chrono::steady_clock::duration;
    /** A time of the steady clock. */
    using time_point = std::chrono::steady_clock::time_point;

    /** Names a scheduled event; 0 names none. */
    using ticket = std::uint64_t;

    virtual_clock();
    ~virtual_clock();

    virtual_clock(const virtual_clock&) = delete;
    virtual_clock& operator=(const virtual_clock&) = delete;

    /** The present instant. Every clock begins at the same one. */
    time_point now() const noexcept;

    /** The time that has passed since the clock was made. */
    duration elapsed() const noexcept;

    /** The wall clock, which begins at 2024-12-22 04:13:20 UTC and advances with this clock. HTTP dates are
        compared with it. */
    std::chrono::system_clock::time_point wall_now() const noexcept;

    /** Has `event` happen at an instant; an instant in the past is now. Events of one instant happen in the
        order in which they were scheduled, and never inside this function.

        @return the ticket to pass to `cancel`. */
    ticket schedule(time_point when, std::function<void()> event);

    /** `schedule` so much later than now.

        @param delay  0 and less: at this instant.
        @param event  runs once, on the thread that calls `run`.
        @return the ticket to pass to `cancel`. */
    ticket schedule_after(duration delay, std::function<void()> event);

    /** Takes an event back; does nothing if it happened already. */
    void cancel(ticket which) noexcept;

    /** Drops every event, those of clients included, and destroys what the events hold. */
    void clear() noexcept;

    /** Runs handlers and events until neither is left, or `until` is reached. Time goes on to the next event
        whenever no handler is ready.

        @param context  whose handlers run, on this thread.
        @param until  the instant that it stops at, events of that instant included. Default: never.
        @return whether it ended because nothing is left. A wait for something other than this clock, such as
                a socket, does not count.
        @throws every exception of a handler, an event or the function of a `memory_network`; `run` may be
                called again afterwards.
    */
    bool run(boost::asio::io_context& context, time_point until = time_point::max());

    /** `run` until so much later than now. */
    bool run_for(boost::asio::io_context& context, duration time);

    /** When the next event is due; nothing if there is no event. With `run_next_event` a test can look at its
        subject after every single step. */
    std::optional<time_point> next_event() const noexcept;

    /** Lets time pass up to the next event and has it happen, without running any handler. Does nothing if
        there is no event. */
    void run_next_event();

private:
    friend class access;

    const std::shared_ptr<event_queue> events_;
};

} // namespace useapi::testing

#endif
