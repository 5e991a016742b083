#ifndef USEAPI_TEST_SIMULATION_MUTATION_HPP
#define USEAPI_TEST_SIMULATION_MUTATION_HPP

#include <span>
#include <string_view>

namespace useapi::simulation {

/** A bug that can be switched on, to see that the checks find it. */
struct mutation
{
    std::string_view name;
    std::string_view what;
};

/** @return false if none of them has this name. */
bool put_in(std::string_view name, std::span<const mutation> among) noexcept;

bool is_put_in(std::string_view name) noexcept;

} // namespace useapi::simulation

#endif
