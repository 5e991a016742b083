#ifndef USEAPI_TEST_SIMULATION_ARGUMENTS_HPP
#define USEAPI_TEST_SIMULATION_ARGUMENTS_HPP

#include "simulation/choices.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string_view>

namespace useapi::simulation {

struct arguments
{
    std::uint64_t from = 1;
    std::uint64_t count = 1000;
    std::string_view bug;
    bool stops_at_first = false;
    bool is_verbose = false;
    bool wants_all = false;
    bool wants_help = false;
    bool keeps_size = false;
    bool draws = false;
    bool checks_replays = false;
    std::optional<choices> replayed; ///< instead of seeds
};

/** @return nothing if they are wrong. */
std::optional<arguments> parse_arguments(std::span<char* const> texts);

/** @param program  the name of the program */
void explain_arguments(std::ostream& out, std::string_view program);

} // namespace useapi::simulation

#endif
