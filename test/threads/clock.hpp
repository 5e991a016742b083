#ifndef USEAPI_TEST_THREADS_CLOCK_HPP
#define USEAPI_TEST_THREADS_CLOCK_HPP

#include "http/connector.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace useapi::threads {

/** Virtual time for several threads. It passes on a thread of its own: whenever the schedule lets that thread
   run, it jumps to the next event. So a deadline may pass at any point of the program.

    An event is work of the `io_context`, except one in the background. Time does not pass for that one.
*/
class clock
{
public:
    using time_point = http::connector::time_point;
    using ticket = std::uint64_t;

    explicit clock(boost::asio::io_context& context);
    ~clock();

    time_point now() const noexcept { return time_point(time_point::duration(now_)); }

    /** Posts the event to the `io_context` when its time comes. */
    ticket schedule(time_point when, std::function<void()> event, bool is_in_background = false);
    void cancel(ticket which) noexcept;

    /** Time stands still from now on. */
    void stop();

    /** The `io_context` ends: drops all events. To cancel one later is an error, as it would be for a timer.
     */
    void clear() noexcept;

private:
    using work = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;

    struct event
    {
        std::function<void()> happening;
        std::optional<work> keeps; ///< nothing for an event in the background
    };

    void run();

    boost::asio::io_context& context_;
    std::atomic<time_point::rep> now_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::pair<time_point, ticket>, event> events_;
    std::size_t awaited_ = 0; ///< events that time passes for
    ticket last_ = 0;
    bool stopped_ = false;
    bool is_over_ = false;
    std::thread thread_;
};

/** @see http::connector::make_alarm */
std::unique_ptr<http::alarm> make_alarm(std::shared_ptr<clock> time, std::function<void()> ring,
                                        bool is_in_background);

} // namespace useapi::threads

#endif
