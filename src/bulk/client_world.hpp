#ifndef USEAPI_SRC_BULK_CLIENT_WORLD_HPP
#define USEAPI_SRC_BULK_CLIENT_WORLD_HPP

#include "accounts/service/service_traits.hpp"
#include "bulk/run/run_world.hpp"

#include <useapi/client/client.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace useapi::bulk {

/** The world of real clients, with their `io_context` and the real clock. */
class client_world final : public run_world
{
public:
    /** @param of    the service; null for Runway
        @param sent  is called for each call that may have reached the service */
    client_world(std::map<std::string, client> clients, const accounts::service_traits* of,
                 std::function<void()> sent);

    std::shared_ptr<running_call> start(const input_row& row,
                                        std::function<void(const error&)> attempt_failed,
                                        std::function<void(call_outcome)> done) override;
    time_point now() const override;
    void wake_at(time_point when, std::function<void()> ring) override;
    void cancel_wake() noexcept override;
    std::chrono::milliseconds held_back() const override;

private:
    const std::map<std::string, client> clients_; ///< by profile
    const accounts::service_traits* const of_;
    const std::function<void()> sent_;
    boost::asio::steady_timer timer_;
};

} // namespace useapi::bulk

#endif
