#include <useapi/testing/virtual_clock.hpp>

#include "testing/event_queue.hpp"

#include <utility>

namespace useapi::testing {

virtual_clock::virtual_clock() : events_(std::make_shared<event_queue>()) {}

virtual_clock::~virtual_clock()
{
    events_->close();
}

virtual_clock::time_point virtual_clock::now() const noexcept
{
    return events_->now();
}

virtual_clock::duration virtual_clock::elapsed() const noexcept
{
    return events_->elapsed();
}

std::chrono::system_clock::time_point virtual_clock::wall_now() const noexcept
{
    return events_->wall_now();
}

virtual_clock::ticket virtual_clock::schedule(time_point when, std::function<void()> event)
{
    return events_->schedule(when, std::move(event));
}

virtual_clock::ticket virtual_clock::schedule_after(duration delay, std::function<void()> event)
{
    return events_->schedule(now() + delay, std::move(event));
}

void virtual_clock::cancel(ticket which) noexcept
{
    events_->cancel(which);
}

void virtual_clock::clear() noexcept
{
    events_->clear();
}

bool virtual_clock::run(boost::asio::io_context& context, time_point until)
{
    return events_->run(context, until);
}

bool virtual_clock::run_for(boost::asio::io_context& context, duration time)
{
    return events_->run(context, now() + time);
}

std::optional<virtual_clock::time_point> virtual_clock::next_event() const noexcept
{
    return events_->next_event();
}

void virtual_clock::run_next_event()
{
    events_->run_next_event();
}

} // namespace useapi::testing
