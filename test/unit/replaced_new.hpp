#ifndef USEAPI_TEST_UNIT_REPLACED_NEW_HPP
#define USEAPI_TEST_UNIT_REPLACED_NEW_HPP

#include <cstddef>

// A program that links replaced_new.cpp has its global `operator new` and `operator delete` replaced, and
// defines these two functions. Forms with an alignment are not replaced: of the library, only the metrics use
// them.
namespace useapi::test {

/** @return null if there is no memory */
void* try_to_allocate(std::size_t size) noexcept;

void release(void* memory) noexcept;

} // namespace useapi::test

#endif
