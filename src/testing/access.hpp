#ifndef USEAPI_SRC_TESTING_ACCESS_HPP
#define USEAPI_SRC_TESTING_ACCESS_HPP

#include "http/connector.hpp"

#include <useapi/testing/memory_network.hpp>
#include <useapi/testing/virtual_clock.hpp>

#include <functional>
#include <memory>

namespace useapi::testing {

/** The way from the public classes to what is below them, for this layer and our own tests. */
class access
{
public:
    static std::shared_ptr<event_queue> events(const virtual_clock& clock) noexcept { return clock.events_; }

    static std::unique_ptr<http::alarm> make_alarm(const virtual_clock& clock, std::function<void()> ring);

    static std::shared_ptr<http::connector> make_connector(const memory_network& network);
};

} // namespace useapi::testing

#endif
