#ifndef USEAPI_SRC_VOCABULARY_WIPED_HEAP_HPP
#define USEAPI_SRC_VOCABULARY_WIPED_HEAP_HPP

#include <useapi/secret.hpp>

#include <boost/container/pmr/memory_resource.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>

namespace useapi {

/** The heap, for other libraries that get secrets. Memory is overwritten before it is released. */
class wiped_heap final : public boost::container::pmr::memory_resource
{
public:
    /** @return null if there is no memory */
    static void* try_allocate(std::size_t size) noexcept
    {
        void* const memory = ::operator new(sizeof(block_head) + size, std::nothrow);
        return memory ? new (memory) block_head{size} + 1 : nullptr;
    }

    /** Like `realloc`. */
    static void* try_reallocate(void* memory, std::size_t size) noexcept
    {
        void* const larger = try_allocate(size);
        if (memory && larger) {
            std::memcpy(larger, memory, std::min(head_of(memory)->size, size));
            release(memory);
        }
        return larger;
    }

    static void release(void* memory) noexcept
    {
        if (!memory)
            return;
        block_head* const head = head_of(memory);
        wipe(memory, head->size);
        ::operator delete(head);
    }

private:
    // The size of a block, kept before it: who releases it may not know it. monotonic_resource of Boost 1.81
    // passes a smaller size to deallocate than to allocate.
    struct alignas(std::max_align_t) block_head
    {
        std::size_t size;
    };

    static block_head* head_of(void* memory) noexcept { return static_cast<block_head*>(memory) - 1; }

    void* do_allocate(std::size_t size, std::size_t) override
    {
        if (void* const memory = try_allocate(size))
            return memory;
        throw std::bad_alloc();
    }

    void do_deallocate(void* memory, std::size_t, std::size_t) override { release(memory); }

    bool do_is_equal(const boost::container::pmr::memory_resource& other) const noexcept override
    {
        return this == &other;
    }
};

} // namespace useapi

#endif
