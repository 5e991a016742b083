#include "unit/runwayml/watched_memory.hpp"

#include "unit/replaced_new.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

namespace {

using useapi::test::secret_marker;

struct alignas(std::max_align_t) block_head
{
    std::size_t size;
};

// Of the thread that watches: others may allocate at the same time.
thread_local bool is_watching = false;
thread_local std::size_t allocation_count = 0;
thread_local std::size_t marked_block_count = 0;

void search(const void* memory, std::size_t size) noexcept
{
    const std::string_view content(static_cast<const char*>(memory), size);
    if (is_watching && content.find(secret_marker) != std::string_view::npos)
        ++marked_block_count;
}

} // namespace

// Libraries in C release memory as well. A sanitizer has functions of its own for that.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern "C" {

void* __libc_malloc(std::size_t size);
void __libc_free(void* memory);

void* malloc(std::size_t size) noexcept
{
    void* const memory = __libc_malloc(size);
    if (memory && is_watching)
        std::memset(memory, 0, size); // as in try_to_allocate
    return memory;
}

void free(void* memory) noexcept
{
    if (memory && is_watching)
        search(memory, ::malloc_usable_size(memory));
    __libc_free(memory);
}

void* realloc(void* memory, std::size_t size) noexcept
{
    void* const larger = std::malloc(size);
    if (memory && larger) {
        std::memcpy(larger, memory, std::min(size, ::malloc_usable_size(memory)));
        std::free(memory);
    }
    return larger;
}
}
#endif

namespace useapi::test {

void* try_to_allocate(std::size_t size) noexcept
{
    if (is_watching)
        ++allocation_count;
    // Zeros, since a copy that the test itself left there is not to be found.
    void* const memory = std::calloc(1, sizeof(block_head) + size);
    return memory ? new (memory) block_head{size} + 1 : nullptr;
}

void release(void* memory) noexcept
{
    if (!memory)
        return;
    block_head* const head = static_cast<block_head*>(memory) - 1;
    search(memory, head->size);
    // A second search would count the block twice.
    const bool was_watching = std::exchange(is_watching, false);
    std::free(head);
    is_watching = was_watching;
}

watched_memory::watched_memory()
{
    allocation_count = marked_block_count = 0;
    is_watching = true;
    ::operator delete(::operator new(1));
    is_watching = std::exchange(allocation_count, 0) != 0;
    if (!is_watching)
        throw std::logic_error("link test/unit/replaced_new.cpp: operator new is not replaced");
}

watched_memory::~watched_memory()
{
    is_watching = false;
}

std::size_t watched_memory::allocations() const noexcept
{
    return allocation_count;
}

std::size_t watched_memory::marked_blocks() const noexcept
{
    return marked_block_count;
}

} // namespace useapi::test
