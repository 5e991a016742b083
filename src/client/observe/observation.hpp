#ifndef USEAPI_SRC_CLIENT_OBSERVE_OBSERVATION_HPP
#define USEAPI_SRC_CLIENT_OBSERVE_OBSERVATION_HPP

#include "http/connect/origin.hpp"
#include "http/connector.hpp"
#include "http/pool/pool_listener.hpp"

#include <useapi/client/observer.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace useapi::detail {

/** Reports events to a client's observer. A client without an observer has no such object.

    It receives the pool's events of connections, adds times that the pool does not measure, and passes them
    on.

    @par Thread safety
    shared objects: safe. The observer is called while no lock is held.
*/
class observation final : public http::pool_listener
{
public:
    using time_point = http::connector::time_point;

    observation(std::shared_ptr<useapi::observer> listener, const http::origin& origin,
                std::shared_ptr<http::connector> clock);

    useapi::observer& listener() const noexcept { return *observer_; }

    event::server server() const noexcept { return {host_, port_}; }

    time_point now() const noexcept { return clock_->now(); }

    std::uint64_t next_call() noexcept { return ++last_call_; }

    void on_connecting(std::uint64_t connection) noexcept override;
    void on_connected(std::uint64_t connection, const http::connect_report& how) noexcept override;
    void on_connect_failed(std::uint64_t connection, const error& why) noexcept override;
    void on_closed(std::uint64_t connection, close_reason why) noexcept override;

private:
    event::of_connection which(std::uint64_t connection) const noexcept { return {connection, server()}; }

    event::duration since_last_event_of(std::uint64_t connection, bool was_its_last) noexcept;

    const std::shared_ptr<useapi::observer> observer_;
    const std::string host_;
    const std::uint16_t port_;
    const std::shared_ptr<http::connector> clock_;
    std::atomic<std::uint64_t> last_call_ = 0;

    std::mutex mutex_;
    std::unordered_map<std::uint64_t, time_point> last_events_; ///< of connections that are not closed
};

} // namespace useapi::detail

#endif
