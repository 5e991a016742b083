#include "client/observe/observation.hpp"

#include <utility>

namespace useapi::detail {
observation::observation(std::shared_ptr<useapi::observer> listener, const http::origin& origin,
                         std::shared_ptr<http::connector> clock)
    : observer_(std::move(listener)), host_(origin.host), port_(origin.port), clock_(std::move(clock))
{
}

void observation::on_connecting(std::uint64_t connection) noexcept
{
    {
        const time_point begun = now();
        const std::lock_guard lock(mutex_);
        last_events_.emplace(connection, begun);
    }
    observer_->on_connection_connecting(event::connection_connecting(connection, server()));
}

void observation::on_connected(std::uint64_t connection, const http::connect_report& how) noexcept
{
    const event::duration elapsed = since_last_event_of(connection, false);
    observer_->on_connection_opened(event::connection_opened(which(connection), elapsed)
                                        .peer(how.peer_address, how.peer_port)
                                        .through_proxy(how.through_proxy)
                                        .tls(how.tls_protocol, how.tls_resumed)
                                        .stages(how.resolving, how.connecting, how.handshaking));
}

void observation::on_connect_failed(std::uint64_t connection, const error& why) noexcept
{
    const event::duration elapsed = since_last_event_of(connection, true);
    observer_->on_connection_failed(
        event::connection_failed(which(connection), why.code(), why.detail(), elapsed));
}

void observation::on_closed(std::uint64_t connection, close_reason why) noexcept
{
    const event::duration lifetime = since_last_event_of(connection, true);
    observer_->on_connection_closed(event::connection_closed(which(connection), why, lifetime));
}

event::duration observation::since_last_event_of(std::uint64_t connection, bool was_its_last) noexcept
{
    const time_point at = now();
    const std::lock_guard lock(mutex_);
    const auto found = last_events_.find(connection);
    if (found == last_events_.end())
        return {};
    const event::duration elapsed = at - found->second;
    if (was_its_last)
        last_events_.erase(found);
    else
        found->second = at;
    return elapsed;
}

} // namespace useapi::detail
