#include "testing/network_state.hpp"

#include "testing/memory_stream.hpp"

#include <boost/asio/execution_context.hpp>

#include <algorithm>
#include <utility>

namespace useapi::testing {

namespace asio = boost::asio;

/** Tells the networks of an `io_context` that it is being destroyed. Asio does not drop the operations on a
    stream in memory, since they are in no queue of Asio's. */
class network_state::service final : public asio::execution_context::service
{
public:
    inline static asio::execution_context::id id;

    explicit service(asio::execution_context& context) : asio::execution_context::service(context) {}

    void add(std::weak_ptr<network_state> network)
    {
        std::erase_if(networks_, [](const auto& known) { return known.expired(); });
        networks_.push_back(std::move(network));
    }

private:
    void shutdown() override
    {
        for (const auto& known : networks_)
            if (const auto network = known.lock())
                network->abandon();
    }

    std::vector<std::weak_ptr<network_state>> networks_;
};

network_state::network_state(asio::io_context& context, std::shared_ptr<event_queue> clock, server far_end)
    : context_(context), clock_(std::move(clock)), server_(std::move(far_end))
{
}

std::shared_ptr<network_state> network_state::make(asio::io_context& context,
                                                   std::shared_ptr<event_queue> clock, server far_end)
{
    const std::shared_ptr<network_state> made(
        new network_state(context, std::move(clock), std::move(far_end)));
    asio::use_service<service>(context).add(made);
    return made;
}

event_queue::ticket network_state::schedule_after(std::chrono::milliseconds delay,
                                                  std::function<void()> event)
{
    return abandoned_ ? 0 : clock_->schedule(clock_->now() + delay, std::move(event), this);
}

connect_outcome network_state::next_connect()
{
    if (connects_to_come_.empty())
        return connect_outcome::success();
    const connect_outcome next = connects_to_come_.front();
    connects_to_come_.erase(connects_to_come_.begin());
    return next;
}

std::unique_ptr<http::byte_stream> network_state::open_stream()
{
    if (!server_)
        return nullptr;
    std::erase_if(streams_, [](const auto& known) { return known.expired(); });
    const auto made = std::make_shared<memory_stream>(shared_from_this(), ++connects_);
    streams_.push_back(made);
    peak_open_ = std::max(peak_open_, ++open_);
    return memory_stream::make_client_end(made);
}

void network_state::receive(std::shared_ptr<memory_stream> from, std::string text)
{
    schedule_after({}, [self = shared_from_this(), from = std::move(from), text = std::move(text)]() mutable {
        self->serve(*from, std::move(text));
    });
}

void network_state::serve(memory_stream& from, std::string text)
{
    if (!server_)
        return;
    const received_request request(std::move(text), from.number(), clock_->elapsed());
    requests_.push_back(request);
    from.answer(server_(request));
}

void network_state::close_all(reply::ending how)
{
    for (const auto& stream : live_streams())
        stream->end(how);
}

void network_state::send_to_all(const std::string& bytes)
{
    for (const auto& stream : live_streams())
        stream->send(bytes);
}

void network_state::unplug()
{
    const server dropped = std::exchange(server_, nullptr);
    if (!abandoned_)
        close_all(reply::ending::reset);
}

void network_state::abandon() noexcept
{
    abandoned_ = true;
    const server dropped = std::exchange(server_, nullptr);
    clock_->forget(this);
    for (const auto& stream : live_streams())
        stream->abandon();
}

std::vector<std::shared_ptr<memory_stream>> network_state::live_streams() const
{
    std::vector<std::shared_ptr<memory_stream>> live;
    for (const auto& known : streams_)
        if (auto stream = known.lock())
            live.push_back(std::move(stream));
    return live;
}

} // namespace useapi::testing
