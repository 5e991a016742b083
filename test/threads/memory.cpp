#include "threads/runtime.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <sys/mman.h>

// The heap of the program, and what happened to each byte of it. Memory that was released is never used
// again: each schedule has a process of its own. So an access to released memory is always seen.
//
// Two accesses to the same bytes of which at least one is a write, and of which neither happened before the
// other, are a data race. What happened before what is known from the clocks of threads, locks and atomic
// objects, as in ThreadSanitizer.

namespace useapi::threads {
namespace {

constexpr std::size_t heap_size = std::size_t{64} << 20;
char* const heap = reinterpret_cast<char*>(0x200000000000); // the same in each run
std::size_t heap_used = 0;

/** An earlier access to some bytes of eight. */
struct cell
{
    std::uint32_t clock;
    std::uint8_t thread;
    std::uint8_t bytes; ///< a bit for each
    access how;
    bool is_atomic;
    const void* where;
};

constexpr std::size_t cells_per_word = 4;
constexpr std::size_t shadow_size = heap_size / 8 * cells_per_word * sizeof(cell);
cell* const shadow = reinterpret_cast<cell*>(0x210000000000);

struct ordered_object
{
    const void* address;
    vector_clock clock;
};

constexpr std::size_t most_objects = 1 << 15;
ordered_object objects[most_objects];

bool is_in_heap(const void* address) noexcept
{
    return address >= heap && address < heap + heap_size;
}

/** Maps heap and shadow when they are needed first. */
void map_heap() noexcept
{
    constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    if (::mmap(heap, heap_size, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED ||
        ::mmap(shadow, shadow_size, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED)
        __builtin_trap();
}

std::size_t& size_of(void* block) noexcept
{
    return static_cast<std::size_t*>(block)[-1];
}

void* allocate(std::size_t size, std::size_t alignment = 16) noexcept
{
    static bool is_mapped = false;
    static int spinning = 0; // threads that end are not scheduled
    while (__atomic_exchange_n(&spinning, 1, __ATOMIC_ACQUIRE) != 0) {
    }
    if (!is_mapped)
        map_heap();
    is_mapped = true;
    // 16 bytes between two blocks: the first 8 are unused and the last 8 hold the size.
    const std::size_t begin = (heap_used + 16 + alignment - 1) / alignment * alignment;
    heap_used = begin + (size + 7) / 8 * 8;
    __atomic_store_n(&spinning, 0, __ATOMIC_RELEASE);
    if (heap_used > heap_size)
        __builtin_trap();
    size_of(heap + begin) = size;
    return heap + begin;
}

void deallocate(void* block) noexcept
{
    if (block == nullptr || self < 0)
        return;
    note_access(block, size_of(block), access::release_of_memory, false, __builtin_return_address(0));
}

ordered_object& object_at(const void* address) noexcept
{
    std::size_t slot = (reinterpret_cast<std::uintptr_t>(address) / 4 * 0x9e3779b97f4a7c15) >> 49;
    while (objects[slot].address != nullptr && objects[slot].address != address)
        slot = (slot + 1) % most_objects;
    objects[slot].address = address;
    return objects[slot];
}

void note_word(cell* cells, std::uint8_t bytes, access how, bool is_atomic, const void* address,
               const void* where) noexcept
{
    const vector_clock& now = threads[self].clock;
    cell* free = nullptr;
    for (std::size_t i = 0; i != cells_per_word; ++i) {
        cell& each = cells[i];
        if (each.how == access::none) {
            free = free == nullptr ? &each : free;
            continue;
        }
        if (each.how == access::release_of_memory) {
            std::fprintf(stderr, "released by thread %d\n    at %p\n", each.thread, each.where);
            report(how == access::release_of_memory ? "memory is released twice" : "released memory is used",
                   address, self, where);
        }
        if ((each.bytes & bytes) == 0)
            continue;
        const bool happened_before = each.clock <= now.of[each.thread];
        if (!happened_before && (each.how == access::write || how != access::read) &&
            !(each.is_atomic && is_atomic)) {
            std::fprintf(stderr, "%s by thread %d\n    at %p\n", each.how == access::write ? "write" : "read",
                         each.thread, each.where);
            report("data race", address, self, where);
        }
        if (happened_before && (each.bytes & ~bytes) == 0 && (each.how == how || how != access::read))
            free = &each;
    }
    if (free == nullptr)
        free = &cells[now.of[self] % cells_per_word];
    *free = {now.of[self], static_cast<std::uint8_t>(self), bytes, how, is_atomic, where};
}

} // namespace

void note_access(const void* address, std::size_t size, access how, bool is_atomic,
                 const void* where) noexcept
{
    if (self < 0 || !is_in_heap(address))
        return;
    std::size_t at = static_cast<std::size_t>(static_cast<const char*>(address) - heap);
    const std::size_t end = at + size;
    while (at < end) {
        const std::size_t word = at / 8;
        const std::size_t first = at % 8;
        const std::size_t last = end - word * 8 < 8 ? end - word * 8 : 8;
        const unsigned bytes = (0xFFU << first) & (0xFFU >> (8 - last));
        note_word(shadow + word * cells_per_word, static_cast<std::uint8_t>(bytes), how, is_atomic, heap + at,
                  where);
        at = (word + 1) * 8;
    }
}

void acquire(const void* address) noexcept
{
    threads[self].clock.join(object_at(address).clock);
}

void release(const void* address) noexcept
{
    object_at(address).clock.join(threads[self].clock);
    ++threads[self].clock.of[self];
}

void forget_order(const void* address) noexcept
{
    object_at(address).clock = {};
}

} // namespace useapi::threads

extern "C" {

using useapi::threads::allocate;
using useapi::threads::deallocate;

void* malloc(std::size_t size)
{
    return allocate(size);
}

void free(void* block)
{
    deallocate(block);
}

void* calloc(std::size_t count, std::size_t size)
{
    return allocate(count * size); // never used before, so it is zero
}

void* realloc(void* block, std::size_t size)
{
    void* const moved = allocate(size);
    if (block != nullptr) {
        const std::size_t before = useapi::threads::size_of(block);
        std::memcpy(moved, block, before < size ? before : size);
        deallocate(block);
    }
    return moved;
}

void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    return allocate(size, alignment < 16 ? 16 : alignment);
}

void* memalign(std::size_t alignment, std::size_t size)
{
    return aligned_alloc(alignment, size);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size)
{
    *block = aligned_alloc(alignment, size);
    return 0;
}

std::size_t malloc_usable_size(void* block)
{
    return block == nullptr ? 0 : useapi::threads::size_of(block);
}

} // extern "C"
