#include "testing/virtual_alarm.hpp"

#include <utility>

namespace useapi::testing {

virtual_alarm::virtual_alarm(std::shared_ptr<event_queue> clock, std::function<void()> ring)
    : clock_(std::move(clock)), ring_(std::make_shared<std::function<void()>>(std::move(ring)))
{
}

virtual_alarm::~virtual_alarm()
{
    clock_->cancel(set_);
}

void virtual_alarm::set(time_point when)
{
    clock_->cancel(set_);
    set_ = clock_->schedule(when, [ring = ring_] { (*ring)(); });
}

void virtual_alarm::cancel() noexcept
{
    clock_->cancel(set_);
}

} // namespace useapi::testing
