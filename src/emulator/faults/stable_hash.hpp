#ifndef USEAPI_SRC_EMULATOR_FAULTS_STABLE_HASH_HPP
#define USEAPI_SRC_EMULATOR_FAULTS_STABLE_HASH_HPP

#include <cstdint>
#include <string_view>

namespace useapi::emulator {

// A seed in a report must have the same meaning everywhere, but the standard library's hash may differ
// between builds. So this uses FNV-1a, and the finalizer of SplitMix64, which is good enough for random
// numbers.

[[nodiscard]] constexpr std::uint64_t hash_text(std::string_view text) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

[[nodiscard]] constexpr std::uint64_t mix_hash(std::uint64_t state, std::uint64_t value) noexcept
{
    std::uint64_t z = (state ^ value) + 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

} // namespace useapi::emulator

#endif
