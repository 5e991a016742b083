#include "unit/memory/virtual_clock.hpp"

#include <algorithm>
#include <utility>

namespace useapi::testing {
namespace {

class virtual_alarm final : public http::alarm
{
public:
    virtual_alarm(virtual_clock& clock, std::function<void()> ring)
        : clock_(clock), ring_(std::make_shared<std::function<void()>>(std::move(ring)))
    {
    }

    ~virtual_alarm() override { clock_.cancel(set_); }

    void set(time_point when) override
    {
        clock_.cancel(set_);
        set_ = clock_.schedule(std::max(when, clock_.now()), [ring = ring_] { (*ring)(); });
    }

    void cancel() noexcept override { clock_.cancel(set_); }

private:
    virtual_clock& clock_;
    std::shared_ptr<std::function<void()>> ring_;
    virtual_clock::ticket set_ = 0;
};

} // namespace

std::chrono::system_clock::time_point virtual_clock::wall_now() const noexcept
{
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'734'840'800)) +
           std::chrono::duration_cast<std::chrono::system_clock::duration>(elapsed());
}

virtual_clock::ticket virtual_clock::schedule(time_point when, std::function<void()> event)
{
    events_.emplace(key{when, ++last_}, std::move(event));
    return last_;
}

virtual_clock::ticket virtual_clock::schedule_after(std::chrono::steady_clock::duration delay,
                                                    std::function<void()> event)
{
    return schedule(now_ + delay, std::move(event));
}

void virtual_clock::cancel(ticket which) noexcept
{
    std::erase_if(events_, [which](const auto& event) { return event.first.order == which; });
}

void virtual_clock::clear() noexcept
{
    // What an event holds may cancel another one when it goes.
    std::map<key, std::function<void()>> forgotten;
    forgotten.swap(events_);
}

std::unique_ptr<http::alarm> virtual_clock::make_alarm(std::function<void()> ring)
{
    return std::make_unique<virtual_alarm>(*this, std::move(ring));
}

bool virtual_clock::run(boost::asio::io_context& context, time_point until)
{
    for (;;) {
        context.restart();
        context.poll();
        if (events_.empty())
            return true;
        const auto next = events_.begin();
        if (next->first.when > until) {
            now_ = std::max(now_, until);
            return false;
        }
        now_ = std::max(now_, next->first.when);
        const auto event = std::move(next->second);
        events_.erase(next);
        event();
    }
}

} // namespace useapi::testing
