// Counts the allocations of a process: preloaded, it replaces the C library's allocator and writes its totals
// to the file that USEAPI_BENCH_MEMORY names when the process ends.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

std::atomic<unsigned long long> allocations = 0;
std::atomic<unsigned long long> bytes = 0;

void note(std::size_t size) noexcept
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    bytes.fetch_add(size, std::memory_order_relaxed);
}

__attribute__((destructor)) void write_totals()
{
    const char* const path = std::getenv("USEAPI_BENCH_MEMORY");
    if (!path)
        return;
    char text[64];
    const int size = std::snprintf(text, sizeof text, "%llu %llu\n", allocations.load(), bytes.load());
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, text, static_cast<std::size_t>(size)) != size)
        std::_Exit(1);
    ::close(file);
}

} // namespace

extern "C" {

void* malloc(std::size_t size)
{
    note(size);
    return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size)
{
    note(count * size);
    return __libc_calloc(count, size);
}

void* realloc(void* old, std::size_t size)
{
    note(size);
    return __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    note(size);
    return __libc_memalign(alignment, size);
}

void* memalign(std::size_t alignment, std::size_t size)
{
    note(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** out, std::size_t alignment, std::size_t size)
{
    note(size);
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : 12;
}
}
