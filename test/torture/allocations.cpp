#include "torture/allocations.hpp"

#include "unit/replaced_new.hpp"

#include <openssl/crypto.h>

#include <cstddef>
#include <cstdlib>

namespace {

using useapi::testing::allocator;

thread_local bool is_planned = false;
thread_local allocator planned_for = allocator::operator_new;
thread_local unsigned until_failure = 0;

bool fails_now(allocator whose) noexcept
{
    return is_planned && whose == planned_for && until_failure != 0 && --until_failure == 0;
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

namespace useapi::test {

void* try_to_allocate(std::size_t size) noexcept
{
    return fails_now(allocator::operator_new) ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void release(void* memory) noexcept
{
    std::free(memory);
}

} // namespace useapi::test

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
