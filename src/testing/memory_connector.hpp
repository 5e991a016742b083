#ifndef USEAPI_SRC_TESTING_MEMORY_CONNECTOR_HPP
#define USEAPI_SRC_TESTING_MEMORY_CONNECTOR_HPP

#include "http/connector.hpp"
#include "testing/network_state.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace useapi::testing {

/** One client's way onto a network in memory. Single-threaded, as the network is. */
class memory_connector final : public http::connector
{
public:
    memory_connector(std::shared_ptr<network_state> network, std::chrono::milliseconds connect_timeout);

    std::shared_ptr<attempt> async_connect(connect_handler handler) override;
    time_point now() const noexcept override;
    std::chrono::system_clock::time_point wall_now() const noexcept override;
    std::unique_ptr<http::alarm> make_alarm(std::function<void()> ring) override;
    std::unique_ptr<http::alarm> make_background_alarm(std::function<void()> ring) override;
    boost::asio::io_context& context() const noexcept override;

private:
    class pending_connect;

    const std::shared_ptr<network_state> network_;
    const std::chrono::milliseconds connect_timeout_;
};

} // namespace useapi::testing

#endif
