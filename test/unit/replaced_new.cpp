#include "unit/replaced_new.hpp"

#include <new>

namespace {

void* allocate(std::size_t size)
{
    if (void* const memory = useapi::test::try_to_allocate(size))
        return memory;
    throw std::bad_alloc();
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
    return useapi::test::try_to_allocate(size);
}

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return useapi::test::try_to_allocate(size);
}

void operator delete(void* memory) noexcept
{
    useapi::test::release(memory);
}

void operator delete[](void* memory) noexcept
{
    useapi::test::release(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    useapi::test::release(memory);
}

void operator delete[](void* memory, std::size_t) noexcept
{
    useapi::test::release(memory);
}
