#include "testing/access.hpp"

#include "testing/memory_connector.hpp"
#include "testing/virtual_alarm.hpp"

#include <useapi/client/client_options.hpp>

#include <utility>

namespace useapi::testing {

std::unique_ptr<http::alarm> access::make_alarm(const virtual_clock& clock, std::function<void()> ring)
{
    return std::make_unique<virtual_alarm>(clock.events_, std::move(ring));
}

std::shared_ptr<http::connector> access::make_connector(const memory_network& network)
{
    return std::make_shared<memory_connector>(network.state_, client_options(secret()).connect_timeout());
}

} // namespace useapi::testing
