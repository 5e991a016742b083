#include <useapi/testing/memory_network.hpp>

#include "client/client_core.hpp"
#include "testing/access.hpp"
#include "testing/memory_connector.hpp"
#include "testing/network_state.hpp"

#include <utility>

namespace useapi::testing {

memory_network::memory_network(boost::asio::io_context& context, virtual_clock& clock, server far_end)
    : state_(network_state::make(context, access::events(clock), std::move(far_end)))
{
}

memory_network::~memory_network()
{
    state_->unplug();
}

client memory_network::make_client(client_options options)
{
    return detail::access::make(options,
                                std::make_shared<memory_connector>(state_, options.connect_timeout()));
}

void memory_network::expect_connects(std::vector<connect_outcome> outcomes)
{
    state_->expect_connects(std::move(outcomes));
}

void memory_network::take_only(std::size_t size)
{
    state_->take_only(size);
}

void memory_network::close_all(reply::ending how)
{
    state_->close_all(how);
}

void memory_network::send_to_all(const std::string& bytes)
{
    state_->send_to_all(bytes);
}

const std::vector<received_request>& memory_network::requests() const noexcept
{
    return state_->requests();
}

std::size_t memory_network::open() const noexcept
{
    return state_->open();
}

std::size_t memory_network::peak_open() const noexcept
{
    return state_->peak_open();
}

std::size_t memory_network::connects() const noexcept
{
    return state_->connects();
}

} // namespace useapi::testing
