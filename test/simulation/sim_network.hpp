#ifndef USEAPI_TEST_SIMULATION_SIM_NETWORK_HPP
#define USEAPI_TEST_SIMULATION_SIM_NETWORK_HPP

#include "http/connector.hpp"
#include "simulation/model_server.hpp"
#include "simulation/scenario.hpp"
#include "testing/access.hpp"
#include <useapi/testing/virtual_clock.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace useapi::simulation {

class sim_stream;

/** A connector with the model of the service at its far end. Like a network, it delays bytes, splits them,
    holds them back and loses them.

    Single-threaded, on the `io_context` and clock that it is given.
*/
class sim_network final : public http::connector, public std::enable_shared_from_this<sim_network>
{
public:
    sim_network(boost::asio::io_context& context, virtual_clock& clock, scenario& what, model_server& server);
    ~sim_network() override;

    std::shared_ptr<attempt> async_connect(connect_handler handler) override;

    time_point now() const noexcept override { return clock_.now(); }

    std::chrono::system_clock::time_point wall_now() const noexcept override { return clock_.wall_now(); }

    std::unique_ptr<http::alarm> make_alarm(std::function<void()> ring) override
    {
        return testing::access::make_alarm(clock_, std::move(ring));
    }

    std::unique_ptr<http::alarm> make_background_alarm(std::function<void()> ring) override
    {
        return make_alarm(std::move(ring));
    }

    boost::asio::io_context& context() const noexcept override { return context_; }

    /** The service goes down: every connection ends, and for a while there are no new ones. */
    void restart();

    /** Drops outstanding operations, like an `io_context` at its end. */
    void abandon() noexcept;

    /** Connections that the client has neither closed nor given up. */
    std::size_t open() const noexcept { return open_.size(); }

    std::size_t connecting() const noexcept { return connecting_; }

    /** @see sim_stream::is_idle_and_readable */
    std::size_t idle_and_readable() const noexcept;

    /** Connections with a request that was sent and not answered. */
    std::size_t exchanging() const noexcept;

    /** Whether the client found a connection dead in this time. */
    bool found_one_dead(time_point from, time_point to) const noexcept;

    /** When the oldest of these exchanges began; never if no exchange is under way. */
    time_point oldest_exchange() const noexcept;

private:
    friend class sim_stream;
    class pending_connect;

    std::chrono::milliseconds latency(const chooser& choose) const;

    boost::asio::io_context& context_;
    virtual_clock& clock_;
    scenario& scenario_;
    random_source& random_;
    model_server& server_;
    std::vector<sim_stream*> open_;
    std::vector<std::weak_ptr<pending_connect>> attempts_;
    event_log& log_;
    std::size_t connecting_ = 0;
    std::size_t connects_ = 0; ///< begun so far
    std::size_t restarts_ = 0; ///< of the service so far
    std::vector<time_point> found_dead_;
    time_point down_until_{};
};

} // namespace useapi::simulation

#endif
