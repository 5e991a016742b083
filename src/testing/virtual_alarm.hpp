#ifndef USEAPI_SRC_TESTING_VIRTUAL_ALARM_HPP
#define USEAPI_SRC_TESTING_VIRTUAL_ALARM_HPP

#include "http/connector.hpp"
#include "testing/event_queue.hpp"

#include <functional>
#include <memory>

namespace useapi::testing {

/** An alarm that rings inside `virtual_clock::run`. */
class virtual_alarm final : public http::alarm
{
public:
    /** @param is_in_background  as `connector::make_background_alarm` */
    virtual_alarm(std::shared_ptr<event_queue> clock, std::function<void()> ring,
                  bool is_in_background = false);
    ~virtual_alarm() override;

    void set(time_point when) override;
    void cancel() noexcept override;

private:
    const std::shared_ptr<event_queue> clock_;
    const std::shared_ptr<std::function<void()>> ring_; ///< may destroy the alarm
    const bool is_in_background_;
    event_queue::ticket set_ = 0;
};

} // namespace useapi::testing

#endif
