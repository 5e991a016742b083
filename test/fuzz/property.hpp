#ifndef USEAPI_TEST_FUZZ_PROPERTY_HPP
#define USEAPI_TEST_FUZZ_PROPERTY_HPP

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace useapi::fuzz {

/** Ends the process if a property does not hold: the fuzzer keeps the input, and CTest sees a failure. */
inline void require(bool holds, std::string_view property)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

} // namespace useapi::fuzz

#endif
