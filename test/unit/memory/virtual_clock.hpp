#ifndef USEAPI_TEST_UNIT_MEMORY_VIRTUAL_CLOCK_HPP
#define USEAPI_TEST_UNIT_MEMORY_VIRTUAL_CLOCK_HPP

#include "http/connector.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace useapi::testing {

/** Time that passes only when there is nothing else to do, so that an hour takes as long as its events.

    Single-threaded: everything happens inside `run`.
*/
class virtual_clock
{
public:
    using time_point = http::connector::time_point;
    using ticket = std::uint64_t;

    time_point now() const noexcept { return now_; }

    /** What has passed since the clock was made. */
    std::chrono::steady_clock::duration elapsed() const noexcept { return now_ - epoch; }

    /** The wall clock goes along, from 2024-12-22 04:13:20 UTC on. */
    std::chrono::system_clock::time_point wall_now() const noexcept;

    /** Events of one instant happen in the order in which they were scheduled. */
    ticket schedule(time_point when, std::function<void()> event);
    ticket schedule_after(std::chrono::steady_clock::duration delay, std::function<void()> event);
    void cancel(ticket which) noexcept;

    /** Forgets every event; what they hold goes with them. */
    void clear() noexcept;

    std::unique_ptr<http::alarm> make_alarm(std::function<void()> ring);

    /** Runs handlers and events until neither is left, or `until` is reached.

        @return whether it ended because nothing is left.
    */
    bool run(boost::asio::io_context& context, time_point until = time_point::max());

    static constexpr time_point epoch{std::chrono::hours(1000)};

private:
    struct key
    {
        time_point when;
        ticket order;
        auto operator<=>(const key&) const = default;
    };

    time_point now_ = epoch;
    ticket last_ = 0;
    std::map<key, std::function<void()>> events_;
};

} // namespace useapi::testing

#endif
