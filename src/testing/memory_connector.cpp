#include "testing/memory_connector.hpp"

#include "testing/virtual_alarm.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace useapi::testing {

class memory_connector::pending_connect final : public http::connector::attempt,
                                                public std::enable_shared_from_this<pending_connect>
{
public:
    pending_connect(std::shared_ptr<network_state> network, connect_handler handler)
        : network_(std::move(network)), handler_(std::move(handler))
    {
    }

    void start(std::chrono::milliseconds delay, errc why)
    {
        due_ = network_->schedule_after(delay, [self = shared_from_this(), why] {
            if (why != errc{})
                self->end(error(why), nullptr);
            else
                self->succeed();
        });
    }

    void cancel() noexcept override
    {
        boost::asio::post(network_->context(),
                          [self = shared_from_this()] { self->end(error(errc::cancelled), nullptr); });
    }

private:
    void succeed()
    {
        auto made = network_->open_stream();
        error failure = made ? error() : error(errc::connect_failed);
        end(std::move(failure), std::move(made));
    }

    void end(error failure, std::unique_ptr<http::byte_stream> made)
    {
        network_->clock()->cancel(due_);
        if (const auto handler = std::exchange(handler_, nullptr))
            handler(std::move(failure), std::move(made));
    }

    const std::shared_ptr<network_state> network_;
    connect_handler handler_; ///< empty once the attempt is over
    event_queue::ticket due_ = 0;
};

memory_connector::memory_connector(std::shared_ptr<network_state> network,
                                   std::chrono::milliseconds connect_timeout)
    : network_(std::move(network)), connect_timeout_(connect_timeout)
{
}

std::shared_ptr<http::connector::attempt> memory_connector::async_connect(connect_handler handler)
{
    const connect_outcome outcome = network_->next_connect();
    const auto begun = std::make_shared<pending_connect>(network_, std::move(handler));
    if (outcome.after() < connect_timeout_)
        begun->start(outcome.after(), outcome.why());
    else
        begun->start(connect_timeout_, errc::connect_failed);
    return begun;
}

http::connector::time_point memory_connector::now() const noexcept
{
    return network_->clock()->now();
}

std::chrono::system_clock::time_point memory_connector::wall_now() const noexcept
{
    return network_->clock()->wall_now();
}

std::unique_ptr<http::alarm> memory_connector::make_alarm(std::function<void()> ring)
{
    return std::make_unique<virtual_alarm>(network_->clock(), std::move(ring));
}

std::unique_ptr<http::alarm> memory_connector::make_background_alarm(std::function<void()> ring)
{
    return std::make_unique<virtual_alarm>(network_->clock(), std::move(ring), true);
}

boost::asio::io_context& memory_connector::context() const noexcept
{
    return network_->context();
}

} // namespace useapi::testing
