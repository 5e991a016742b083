#include "simulation/sim_network.hpp"

#include "simulation/sim_stream.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace useapi::simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;

class sim_network::pending_connect final : public http::connector::attempt,
                                           public std::enable_shared_from_this<pending_connect>
{
public:
    pending_connect(std::shared_ptr<sim_network> network, const subject& name, connect_handler handler)
        : network_(std::move(network)), name_(name), handler_(std::move(handler))
    {
        ++network_->connecting_;
    }

    ~pending_connect() override { network_->connecting_ -= handler_ != nullptr; }

    void end_after(std::chrono::milliseconds after, errc why)
    {
        network_->clock_.schedule_after(after, [self = shared_from_this(), why] { self->end(why); });
    }

    void cancel() noexcept override
    {
        asio::post(network_->context_, [self = shared_from_this()] { self->end(errc::cancelled); });
    }

    void abandon() noexcept
    {
        if (const auto dropped = std::exchange(handler_, nullptr))
            --network_->connecting_;
    }

private:
    void end(errc why)
    {
        const auto handler = std::exchange(handler_, nullptr);
        if (!handler)
            return;
        --network_->connecting_;
        if (why == errc{} && network_->now() < network_->down_until_)
            why = errc::connect_failed;
        if (why == errc{})
            network_->log_.add_to(*name_.number, mark::is_made, name_, "is made");
        else
            network_->log_.add_to(*name_.number, mark::closes, name_, "cannot be made: ", name_of(why));
        if (why == errc{})
            handler(error(), std::make_shared<sim_stream>(network_, name_)->make_client_end());
        else
            handler(error(why), nullptr);
    }

    std::shared_ptr<sim_network> network_;
    const subject name_; ///< of the connection
    connect_handler handler_;
};

sim_network::sim_network(asio::io_context& context, virtual_clock& clock, scenario& what,
                         model_server& server)
    : context_(context), clock_(clock), scenario_(what), random_(what.random), server_(server),
      log_(server.log())
{
}

sim_network::~sim_network() = default;

std::shared_ptr<http::connector::attempt> sim_network::async_connect(connect_handler handler)
{
    // The first four may not occur at the next attempt.
    static constexpr std::array reasons{errc::resolve_failed,       errc::connect_failed,
                                        errc::tls_failed,           errc::proxy_failed,
                                        errc::certificate_rejected, errc::client_certificate_rejected,
                                        errc::proxy_refused};
    const subject name{"connection", ++connects_};
    const chooser choose = random_.about(name);
    const auto begun = std::make_shared<pending_connect>(shared_from_this(), name, std::move(handler));
    log_.add_to(connects_, mark::begins, name, "is begun");
    std::erase_if(attempts_, [](const auto& each) { return each.expired(); });
    attempts_.push_back(begun);
    if (choose.chance(scenario_.faults.connect_hangs, "hangs"))
        begun->end_after(scenario_.connect_timeout, errc::connect_failed);
    else if (choose.chance(scenario_.faults.connect_fails, "fails"))
        begun->end_after(
            latency(choose),
            reasons[choose.below(choose.chance(0.1, "any_reason") ? reasons.size() : 4, "reason")]);
    else
        begun->end_after(2 * latency(choose), errc{});
    return begun;
}

void sim_network::restart()
{
    const chooser choose = random_.about({"restart", ++restarts_});
    down_until_ = now() + choose.between(0ms, 3s, "down");
    log_.add({"service"}, "restarts, and is away until ",
             std::chrono::duration_cast<std::chrono::milliseconds>(clock_.elapsed() + (down_until_ - now())));
    const auto ending = std::vector<sim_stream*>(open_);
    const bool properly = choose.chance(0.4, "properly");
    for (sim_stream* const each : ending)
        each->end(properly);
}

void sim_network::abandon() noexcept
{
    for (const auto& known : attempts_)
        if (const auto begun = known.lock())
            begun->abandon();
    // Dropping an operation may destroy its stream, and further ones.
    std::vector<std::shared_ptr<sim_stream>> streams;
    for (sim_stream* const each : open_)
        streams.push_back(each->shared_from_this());
    for (const auto& each : streams)
        each->abandon();
}

std::size_t sim_network::idle_and_readable() const noexcept
{
    return static_cast<std::size_t>(std::count_if(
        open_.begin(), open_.end(), [](const sim_stream* each) { return each->is_idle_and_readable(); }));
}

std::size_t sim_network::exchanging() const noexcept
{
    return static_cast<std::size_t>(
        std::count_if(open_.begin(), open_.end(), [](sim_stream* each) { return each->is_exchanging(); }));
}

bool sim_network::found_one_dead(time_point from, time_point to) const noexcept
{
    return std::any_of(found_dead_.begin(), found_dead_.end(),
                       [from, to](time_point each) { return each >= from && each <= to; });
}

time_point sim_network::oldest_exchange() const noexcept
{
    time_point oldest = time_point::max();
    for (const sim_stream* const each : open_)
        if (each->is_exchanging())
            oldest = std::min(oldest, each->exchange_begun());
    return oldest;
}

std::chrono::milliseconds sim_network::latency(const chooser& choose) const
{
    return choose.between(scenario_.shortest_latency, scenario_.longest_latency, "latency");
}

} // namespace useapi::simulation
