#include "bulk/client_world.hpp"

#include "bulk/run/row_call.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {

client_world::client_world(std::map<std::string, client> clients, const accounts::service_traits* of,
                           std::function<void()> sent)
    : clients_(std::move(clients)), of_(of), sent_(std::move(sent)),
      timer_(clients_.begin()->second.context())
{
}

std::shared_ptr<run_world::running_call> client_world::start(const input_row& row,
                                                             std::function<void(const error&)> attempt_failed,
                                                             std::function<void(call_outcome)> done)
{
    return start_row_call(clients_.at(row.profile), of_, row, std::move(attempt_failed),
                          [sent = sent_, done = std::move(done)](call_outcome ended) {
                              if (!ended.failure || ended.failure->effect() != effect::none)
                                  sent();
                              done(std::move(ended));
                          });
}

client_world::time_point client_world::now() const
{
    return std::chrono::steady_clock::now();
}

void client_world::wake_at(time_point when, std::function<void()> ring)
{
    timer_.expires_at(when);
    timer_.async_wait([ring = std::move(ring)](const error_code& ec) {
        if (!ec)
            ring();
    });
}

void client_world::cancel_wake() noexcept
{
    timer_.cancel();
}

std::chrono::milliseconds client_world::held_back() const
{
    std::chrono::milliseconds longest{};
    for (const auto& each : clients_)
        longest = std::max(longest, each.second.held_back());
    return longest;
}

} // namespace useapi::bulk
