#ifndef USEAPI_TEST_SIMULATION_JOINED_CALLS_HPP
#define USEAPI_TEST_SIMULATION_JOINED_CALLS_HPP

#include "simulation/model_server.hpp"

#include <useapi/error.hpp>

#include <memory>
#include <optional>
#include <string>

namespace useapi::simulation {

/** The call that a call joins as it begins: the last one of its account, where it asks for the same. */
std::shared_ptr<call_truth> joined_by(const account_truth& account, const planned_call& plan);

/** A call ended, which decides about those that joined it: they get its outcome, or log in themselves.

    @return What is wrong with its end; empty if nothing is. */
std::string note_end(call_truth& ended, const std::optional<error>& failure, time_point now);

/** The call that did what a call reports: itself, or the one that it joined. */
std::shared_ptr<call_truth> doer_of(const std::shared_ptr<call_truth>& call);

} // namespace useapi::simulation

#endif
