#include "unit/runwayml/watched_memory.hpp"

#include "unit/replaced_new.hpp"

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <utility>

namespace {

struct alignas(std::max_align_t) block_head
{
    std::size_t size;
};

// Of the thread that watches: others may allocate at the same time.
thread_local bool is_watching = false;
thread_local std::size_t allocation_count = 0;
thread_local std::size_t marked_block_count = 0;

} // namespace

namespace useapi::test {

void* try_to_allocate(std::size_t size) noexcept
{
    if (is_watching)
        ++allocation_count;
    void* const memory = std::malloc(sizeof(block_head) + size);
    return memory ? new (memory) block_head{size} + 1 : nullptr;
}

void release(void* memory) noexcept
{
    if (!memory)
        return;
    block_head* const head = static_cast<block_head*>(memory) - 1;
    const std::string_view content(static_cast<char*>(memory), head->size);
    if (is_watching && content.find(secret_marker) != std::string_view::npos)
        ++marked_block_count;
    std::free(head);
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
