#include "threads/clock.hpp"

#include "threads/schedule.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace useapi::threads {

clock::clock(boost::asio::io_context& context)
    : context_(context), now_(time_point::duration(std::chrono::hours(1000)).count()),
      thread_([this] { run(); })
{
}

clock::~clock()
{
    stop();
}

clock::ticket clock::schedule(time_point when, std::function<void()> happening, bool is_in_background)
{
    event made{std::move(happening), std::nullopt};
    if (!is_in_background)
        made.keeps.emplace(context_.get_executor());
    const std::lock_guard lock(mutex_);
    awaited_ += is_in_background ? 0 : 1;
    events_.emplace(std::pair(when, ++last_), std::move(made));
    changed_.notify_one();
    return last_;
}

void clock::cancel(ticket which) noexcept
{
    decltype(events_)::node_type dropped;
    const std::lock_guard lock(mutex_);
    require(!is_over_ || which == 0, "an alarm outlives the io_context");
    const auto found = std::find_if(events_.begin(), events_.end(),
                                    [which](const auto& each) { return each.first.second == which; });
    if (found == events_.end())
        return;
    dropped = events_.extract(found);
    awaited_ -= dropped.mapped().keeps ? 1 : 0;
}

void clock::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable())
        thread_.join();
}

void clock::clear() noexcept
{
    decltype(events_) dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(events_);
    awaited_ = 0;
    is_over_ = true;
}

void clock::run()
{
    name_thread("clock");
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopped_ || awaited_ != 0; });
        if (stopped_)
            return;
        auto due = events_.extract(events_.begin());
        awaited_ -= due.mapped().keeps ? 1 : 0;
        now_ = std::max(now_.load(), due.key().first.time_since_epoch().count());
        lock.unlock();
        boost::asio::post(context_, std::move(due.mapped().happening));
        due = {};
        lock.lock();
    }
}

namespace {

class virtual_alarm final : public http::alarm
{
public:
    virtual_alarm(std::shared_ptr<clock> time, std::function<void()> ring, bool is_in_background)
        : clock_(std::move(time)), ring_(std::make_shared<std::function<void()>>(std::move(ring))),
          is_in_background_(is_in_background)
    {
    }

    ~virtual_alarm() override { cancel(); }

    void set(time_point when) override
    {
        cancel();
        set_ = clock_->schedule(when, [ring = ring_] { (*ring)(); }, is_in_background_);
    }

    void cancel() noexcept override { clock_->cancel(set_); }

private:
    const std::shared_ptr<clock> clock_;
    const std::shared_ptr<std::function<void()>> ring_;
    const bool is_in_background_;
    clock::ticket set_ = 0;
};

} // namespace

std::unique_ptr<http::alarm> make_alarm(std::shared_ptr<clock> time, std::function<void()> ring,
                                        bool is_in_background)
{
    return std::make_unique<virtual_alarm>(std::move(time), std::move(ring), is_in_background);
}

} // namespace useapi::threads
