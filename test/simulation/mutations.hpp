#ifndef USEAPI_TEST_SIMULATION_MUTATIONS_HPP
#define USEAPI_TEST_SIMULATION_MUTATIONS_HPP

#include "simulation/mutation.hpp"

#include <span>

namespace useapi::simulation {

/** The bugs of the client, of its network and of the import. */
std::span<const mutation> mutations() noexcept;

} // namespace useapi::simulation

#endif
