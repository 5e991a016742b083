#include "unit/runwayml/watched_memory.hpp"

#include <cstdlib>
#include <new>

namespace {

struct alignas(std::max_align_t) block_head
{
    std::size_t size;
};

// Of the thread that watches: others may allocate at the same time.
thread_local bool is_watching = false;
thread_local std::size_t allocation_count = 0;
thread_local std::size_t marked_block_count = 0;

/** @return null if there is no memory */
void* try_to_allocate(std::size_t size) noexcept
{
    if (is_watching)
        ++allocation_count;
    void* const memory = std::malloc(sizeof(block_head) + size);
    return memory ? new (memory) block_head{size} + 1 : nullptr;
}

void* allocate(std::size_t size)
{
    if (void* const memory = try_to_allocate(size))
        return memory;
    throw std::bad_alloc();
}

void release(void* memory) noexcept
{
    if (!memory)
        return;
    block_head* const head = static_cast<block_head*>(memory) - 1;
    const std::string_view content(static_cast<char*>(memory), head->size);
    if (is_watching && content.find(test::secret_marker) != std::string_view::npos)
        ++marked_block_count;
    std::free(head);
}

} // namespace

// All forms are replaced, since a sanitizer's own forms do not call this one.
void* operator new(std::size_t size)
{
    return allocate(size);
}

void* operator new[](std::size_t size)
{
    return allocate(size);
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return try_to_allocate(size);
}

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return try_to_allocate(size);
}

void operator delete(void* memory) noexcept
{
    release(memory);
}

void operator delete[](void* memory) noexcept
{
    release(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    release(memory);
}

void operator delete[](void* memory, std::size_t) noexcept
{
    release(memory);
}

namespace test {

watched_memory::watched_memory() noexcept
{
    allocation_count = marked_block_count = 0;
    is_watching = true;
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

} // namespace test
