#include "torture/allocations.hpp"

#include <openssl/crypto.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

using useapi::testing::allocator;

thread_local bool is_planned = false;
thread_local allocator planned_for = allocator::operator_new;
thread_local unsigned until_failure = 0;

bool fails_now(allocator whose) noexcept
{
    return is_planned && whose == planned_for && until_failure != 0 && --until_failure == 0;
}

void* try_to_allocate(std::size_t size) noexcept
{
    return fails_now(allocator::operator_new) ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void* try_to_allocate(std::size_t size, std::align_val_t alignment) noexcept
{
    const auto step = static_cast<std::size_t>(alignment);
    return fails_now(allocator::operator_new) ? nullptr
                                              : std::aligned_alloc(step, (size + step - 1) / step * step);
}

template <class... Alignment>
void* allocate(std::size_t size, Alignment... alignment)
{
    if (void* const memory = try_to_allocate(size, alignment...))
        return memory;
    throw std::bad_alloc();
}

void* allocate_for_openssl(std::size_t size, const char*, int)
{
    return size == 0 || fails_now(allocator::openssl) ? nullptr : std::malloc(size);
}

void* reallocate_for_openssl(void* memory, std::size_t size, const char*, int)
{
    if (size == 0) {
        std::free(memory);
        return nullptr;
    }
    return fails_now(allocator::openssl) ? nullptr : std::realloc(memory, size);
}

void free_for_openssl(void* memory, const char*, int)
{
    std::free(memory);
}

} // namespace

// All forms, since a sanitizer's own ones do not lead to these.
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

void* operator new(std::size_t size, std::align_val_t alignment)
{
    return allocate(size, alignment);
}

void* operator new[](std::size_t size, std::align_val_t alignment)
{
    return allocate(size, alignment);
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete[](void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

void operator delete[](void* memory, std::size_t) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept
{
    std::free(memory);
}

void operator delete[](void* memory, std::align_val_t) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}

void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}

namespace useapi::testing {

failing_allocation::failing_allocation(allocator whose, unsigned nth) noexcept
{
    planned_for = whose;
    until_failure = nth;
    is_planned = true;
}

failing_allocation::~failing_allocation()
{
    is_planned = false;
}

bool failing_allocation::happened() const noexcept
{
    return until_failure == 0;
}

bool let_openssl_allocations_fail() noexcept
{
    return ::CRYPTO_set_mem_functions(&allocate_for_openssl, &reallocate_for_openssl, &free_for_openssl) == 1;
}

} // namespace useapi::testing
