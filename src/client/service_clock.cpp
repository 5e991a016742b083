#include "client/call/call.hpp"
#include "client/client_core.hpp"
#include "retry/retry_after.hpp"

#include <chrono>

// The time at the service.

namespace useapi::detail {

std::optional<std::chrono::system_clock::time_point> client_core::service_now() const noexcept
{
    using std::chrono::milliseconds;
    const std::int64_t ahead = service_clock_.load(std::memory_order_relaxed);
    if (ahead == clock_not_known)
        return std::nullopt;
    const auto here = std::chrono::floor<milliseconds>(connector_->now().time_since_epoch());
    return std::chrono::system_clock::time_point(here + milliseconds(ahead));
}

bool client_core::wants_service_time(time_point now) const noexcept
{
    return service_clock_.load(std::memory_order_relaxed) == clock_not_known ||
           now - service_time_noted_.load(std::memory_order_relaxed) >= std::chrono::seconds(1);
}

void client_core::note_service_time(std::chrono::system_clock::time_point there, time_point now) noexcept
{
    using std::chrono::milliseconds;
    const auto here = std::chrono::floor<milliseconds>(now.time_since_epoch());
    const auto ahead = std::chrono::floor<milliseconds>(there.time_since_epoch()) - here;
    service_time_noted_.store(now, std::memory_order_relaxed);
    service_clock_.store(ahead.count(), std::memory_order_relaxed);
}

void call::note_date(const http::response_reader& response)
{
    if (!core_->wants_service_time(now_))
        return;
    const auto field = response.find("Date");
    const auto date = field ? retry::parse_http_date(*field, core_->connector().wall_now()) : std::nullopt;
    if (date)
        core_->note_service_time(*date, now_);
}

} // namespace useapi::detail
