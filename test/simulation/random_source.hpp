#ifndef USEAPI_TEST_SIMULATION_RANDOM_SOURCE_HPP
#define USEAPI_TEST_SIMULATION_RANDOM_SOURCE_HPP

#include <chrono>
#include <cstdint>
#include <random>

namespace useapi::simulation {

/** All random numbers of one history. It has its own distributions: those of the standard library differ
    between libraries, but a seed must mean the same history everywhere. */
class random_source
{
public:
    explicit random_source(std::uint64_t seed) : engine_(seed) {}

    /** A random number from [0, bound). */
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : engine_() % bound; }

    /** A random number from [least, most]. */
    std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }

    std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most)
    {
        return least +
               std::chrono::milliseconds(below(static_cast<std::uint64_t>((most - least).count()) + 1));
    }

    double fraction() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

    bool chance(double probability) { return fraction() < probability; }

private:
    std::mt19937_64 engine_;
};

} // namespace useapi::simulation

#endif
