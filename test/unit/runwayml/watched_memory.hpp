#ifndef USEAPI_TEST_UNIT_RUNWAYML_WATCHED_MEMORY_HPP
#define USEAPI_TEST_UNIT_RUNWAYML_WATCHED_MEMORY_HPP

#include <cstddef>
#include <string_view>

namespace useapi::test {

/** The text that a test puts into its secrets, to find copies of them. */
inline constexpr std::string_view secret_marker = "MARKED-SECRET";

/** While an object lives, the program's allocations are counted, and freed memory is searched for the marker.

    The program that links this has its global `operator new` and `operator delete` replaced. There may be one
    object at a time, on one thread.
*/
class watched_memory
{
public:
    /// @throws std::logic_error if the program's `operator new` is not the replaced one: nothing would be
    /// found.
    watched_memory();
    watched_memory(const watched_memory&) = delete;
    watched_memory& operator=(const watched_memory&) = delete;
    ~watched_memory();

    std::size_t allocations() const noexcept;

    /** Freed blocks that still held the marker. */
    std::size_t marked_blocks() const noexcept;
};

} // namespace useapi::test

#endif
