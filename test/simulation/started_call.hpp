#ifndef USEAPI_TEST_SIMULATION_STARTED_CALL_HPP
#define USEAPI_TEST_SIMULATION_STARTED_CALL_HPP

#include "simulation/checker.hpp"
#include "simulation/history.hpp"

#include <useapi/client/call_report.hpp>

#include <boost/asio/cancellation_signal.hpp>

#include <memory>

namespace useapi::simulation {

struct history::started_call
{
    observed_call* seen = nullptr;
    boost::asio::cancellation_signal cancellation;
    bool can_be_cancelled = true;
    std::weak_ptr<void> handler; ///< expired once the handler is gone
    std::shared_ptr<call_report> report = std::make_shared<call_report>();
};

} // namespace useapi::simulation

#endif
