#ifndef USEAPI_TEST_SIMULATION_JOINED_CALLS_HPP
#define USEAPI_TEST_SIMULATION_JOINED_CALLS_HPP

#include "simulation/model_server.hpp"

#include <useapi/error.hpp>

#include <memory>
#include <optional>
#include <string>

namespace useapi::simulation {

/** The call that a new call joins: the last one of its account, if that asks for the same. */
std::shared_ptr<call_truth> joined_by(const account_truth& account, const planned_call& plan);

/** A call ended. Calls that joined it get its outcome, or log in themselves.
    @return the violation at its end; empty if every promise was kept. */
std::string note_end(call_truth& ended, const std::optional<error>& failure, time_point now);

/** The call whose outcome a call reports: itself, or the call that it joined. */
std::shared_ptr<call_truth> doer_of(const std::shared_ptr<call_truth>& call);

} // namespace useapi::simulation

#endif
