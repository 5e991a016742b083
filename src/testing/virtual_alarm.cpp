#include "testing/virtual_alarm.hpp"

#include <utility>

namespace useapi::testing {

virtual_alarm::virtual_alarm(std::shared_ptr<event_queue> clock, std::function<void()> ring,
                             bool is_in_background)
    : clock_(std::move(clock)), ring_(std::make_shared<std::function<void()>>(std::move(ring))),
      is_in_background_(is_in_background)
{
}

virtual_alarm::~virtual_alarm()
{
    clock_->cancel(set_);
}

void virtual_alarm::set(time_point when)
{
    clock_->cancel(set_);
    auto event = [ring = ring_] { (*ring)(); };
    set_ = is_in_background_ ? clock_->schedule_in_background(when, std::move(event))
                             : clock_->schedule(when, std::move(event));
}

void virtual_alarm::cancel() noexcept
{
    clock_->cancel(set_);
}

} // namespace useapi::testing
