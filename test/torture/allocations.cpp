#include "torture/allocations.hpp"

#include "unit/replaced_new.hpp"

#include <openssl/crypto.h>
#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>

namespace {

using useapi::testing::allocator;

std::atomic<bool> is_planned{false};
std::atomic<allocator> planned_for{allocator::operator_new};
std::atomic<int> until_failure{0};
sqlite3_mem_methods of_sqlite{};

bool fails_now(allocator whose) noexcept
{
    return is_planned && whose == planned_for && --until_failure == 0;
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

void* allocate_for_sqlite(int size)
{
    return fails_now(allocator::sqlite) ? nullptr : of_sqlite.xMalloc(size);
}

void* reallocate_for_sqlite(void* memory, int size)
{
    return fails_now(allocator::sqlite) ? nullptr : of_sqlite.xRealloc(memory, size);
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
    until_failure = static_cast<int>(nth);
    is_planned = true;
}

failing_allocation::~failing_allocation()
{
    is_planned = false;
}

bool failing_allocation::happened() const noexcept
{
    return until_failure <= 0;
}

bool let_openssl_allocations_fail() noexcept
{
    return ::CRYPTO_set_mem_functions(&allocate_for_openssl, &reallocate_for_openssl, &free_for_openssl) == 1;
}

bool let_sqlite_allocations_fail() noexcept
{
    if (::sqlite3_config(SQLITE_CONFIG_GETMALLOC, &of_sqlite) != SQLITE_OK)
        return false;
    sqlite3_mem_methods failing = of_sqlite;
    failing.xMalloc = &allocate_for_sqlite;
    failing.xRealloc = &reallocate_for_sqlite;
    return ::sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK;
}

} // namespace useapi::testing
