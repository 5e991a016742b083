#include "http/connect/background_alarm.hpp"

#include "http/connect/uncounted_wait.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

/** Owned by a `shared_ptr`: the handlers that `set` posts run later, on any thread, and find out whether the
    timer still exists. */
class background_timer : public std::enable_shared_from_this<background_timer>
{
public:
    background_timer(asio::io_context& context, std::function<void()> ring)
        : context_(context), timer_(context.get_executor()), ring_(std::move(ring))
    {
    }

    void set(alarm::time_point when)
    {
        const std::uint64_t order = take_back();
        // An uncounted wait has to begin in a handler of the io_context, and `set` may be called outside of
        // one.
        asio::post(context_, [weak = weak_from_this(), order, when] {
            if (const auto self = weak.lock())
                self->wait(order, when);
        });
    }

    /** Cancels the alarm that was set before. @return the number of the next alarm */
    std::uint64_t take_back() noexcept
    {
        const std::lock_guard lock(mutex_);
        return ++order_;
    }

private:
    using timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                   asio::io_context::executor_type>;

    void wait(std::uint64_t order, alarm::time_point when)
    {
        const std::lock_guard lock(mutex_);
        if (order != order_)
            return;
        timer_.expires_at(when);
        const uncounted_wait uncounted(timer_.get_executor(), uncounted_wait::counts_of_a_timer);
        timer_.async_wait([uncounted, order, weak = weak_from_this()](const error_code& ec) {
            uncounted.ending();
            if (const auto self = weak.lock(); self && !ec)
                self->on_due(order);
        });
        uncounted.started();
    }

    void on_due(std::uint64_t order)
    {
        {
            const std::lock_guard lock(mutex_);
            if (order != order_)
                return;
        }
        ring_();
    }

    asio::io_context& context_;
    std::mutex mutex_;
    timer timer_;
    std::uint64_t order_ = 0;
    const std::function<void()> ring_;
};

class background_alarm final : public alarm
{
public:
    background_alarm(asio::io_context& context, std::function<void()> ring)
        : timer_(std::make_shared<background_timer>(context, std::move(ring)))
    {
    }

    void set(time_point when) override { timer_->set(when); }

    void cancel() noexcept override { timer_->take_back(); }

private:
    const std::shared_ptr<background_timer> timer_;
};

} // namespace

std::unique_ptr<alarm> make_background_alarm(asio::io_context& context, std::function<void()> ring)
{
    if (!uncounted_wait::is_possible())
        return nullptr;
    return std::make_unique<background_alarm>(context, std::move(ring));
}

} // namespace useapi::http
