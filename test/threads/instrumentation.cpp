#include "threads/runtime.hpp"

#include <cstddef>
#include <cstdint>

// The functions that code calls which is compiled with -fsanitize=thread, in place of the library of
// ThreadSanitizer.

namespace {

using useapi::threads::access;
using useapi::threads::acquire;
using useapi::threads::forget_order;
using useapi::threads::note_access;
using useapi::threads::point;
using useapi::threads::release;
using useapi::threads::self;

bool acquires(int order) noexcept
{
    return order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE;
}

bool releases(int order) noexcept
{
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

enum class kind
{
    load,
    store,
    change
};

/** One atomic operation. It is done at once, since no other thread runs. */
template <class Operation>
auto atomically(const volatile void* object, std::size_t size, kind what, int order, const void* where,
                Operation operation) noexcept
{
    if (self < 0)
        return operation();
    const void* const address = const_cast<const void*>(object);
    point();
    note_access(address, size, what == kind::load ? access::read : access::write, true, where);
    if (what != kind::store && acquires(order))
        acquire(address);
    if (what != kind::load && releases(order))
        release(address);
    else if (what == kind::store)
        forget_order(address);
    return operation();
}

void note(const void* address, std::size_t size, access how, const void* where) noexcept
{
    note_access(address, size, how, false, where);
}

} // namespace

#define USEAPI_HERE __builtin_return_address(0)

#define USEAPI_PLAIN(size)                                                                                   \
    void __tsan_read##size(void* at)                                                                         \
    {                                                                                                        \
        note(at, size, access::read, USEAPI_HERE);                                                           \
    }                                                                                                        \
    void __tsan_write##size(void* at)                                                                        \
    {                                                                                                        \
        note(at, size, access::write, USEAPI_HERE);                                                          \
    }

#define USEAPI_CHANGE(bits, name, operation)                                                                 \
    std::uint##bits##_t __tsan_atomic##bits##_##name(volatile std::uint##bits##_t* at,                       \
                                                     std::uint##bits##_t value, int order)                   \
    {                                                                                                        \
        return atomically(at, bits / 8, kind::change, order, USEAPI_HERE,                                    \
                          [=] { return operation(at, value, __ATOMIC_SEQ_CST); });                           \
    }

#define USEAPI_COMPARE(bits, name)                                                                           \
    int __tsan_atomic##bits##_compare_exchange_##name(volatile std::uint##bits##_t* at,                      \
                                                      std::uint##bits##_t* expected,                         \
                                                      std::uint##bits##_t desired, int order, int)           \
    {                                                                                                        \
        return atomically(at, bits / 8, kind::change, order, USEAPI_HERE, [=]() -> int {                     \
            return __atomic_compare_exchange_n(at, expected, desired, false, __ATOMIC_SEQ_CST,               \
                                               __ATOMIC_SEQ_CST);                                            \
        });                                                                                                  \
    }

#define USEAPI_ATOMIC(bits)                                                                                  \
    std::uint##bits##_t __tsan_atomic##bits##_load(const volatile std::uint##bits##_t* at, int order)        \
    {                                                                                                        \
        return atomically(at, bits / 8, kind::load, order, USEAPI_HERE,                                      \
                          [=] { return __atomic_load_n(at, __ATOMIC_SEQ_CST); });                            \
    }                                                                                                        \
    void __tsan_atomic##bits##_store(volatile std::uint##bits##_t* at, std::uint##bits##_t value, int order) \
    {                                                                                                        \
        atomically(at, bits / 8, kind::store, order, USEAPI_HERE,                                            \
                   [=] { __atomic_store_n(at, value, __ATOMIC_SEQ_CST); });                                  \
    }                                                                                                        \
    USEAPI_CHANGE(bits, exchange, __atomic_exchange_n)                                                       \
    USEAPI_CHANGE(bits, fetch_add, __atomic_fetch_add)                                                       \
    USEAPI_CHANGE(bits, fetch_sub, __atomic_fetch_sub)                                                       \
    USEAPI_CHANGE(bits, fetch_and, __atomic_fetch_and)                                                       \
    USEAPI_CHANGE(bits, fetch_or, __atomic_fetch_or)                                                         \
    USEAPI_CHANGE(bits, fetch_xor, __atomic_fetch_xor)                                                       \
    USEAPI_COMPARE(bits, strong)                                                                             \
    USEAPI_COMPARE(bits, weak)

extern "C" {

// clang-format off
USEAPI_PLAIN(1)
USEAPI_PLAIN(2)
USEAPI_PLAIN(4)
USEAPI_PLAIN(8)
USEAPI_PLAIN(16)
USEAPI_ATOMIC(8)
USEAPI_ATOMIC(16)
USEAPI_ATOMIC(32)
USEAPI_ATOMIC(64)
// clang-format on

void __tsan_init() {}

void __tsan_func_entry(void* caller)
{
    if (self < 0)
        return;
    auto& running = useapi::threads::threads[self];
    if (running.depth < 256)
        running.calls[running.depth] = caller;
    ++running.depth;
}

void __tsan_func_exit()
{
    if (self >= 0 && useapi::threads::threads[self].depth != 0)
        --useapi::threads::threads[self].depth;
}

void __tsan_read_range(void* at, std::size_t size)
{
    note(at, size, access::read, USEAPI_HERE);
}

void __tsan_write_range(void* at, std::size_t size)
{
    note(at, size, access::write, USEAPI_HERE);
}

void __tsan_vptr_read(void** at)
{
    note(at, sizeof *at, access::read, USEAPI_HERE);
}

void __tsan_vptr_update(void** at, void* value)
{
    // A destructor that changes nothing may run beside a call.
    if (*at != value)
        note(at, sizeof *at, access::write, USEAPI_HERE);
}

void __tsan_atomic_thread_fence(int)
{
    if (self < 0)
        return;
    // Orders more than it does: no false finding, but a missing fence is not seen.
    static const char all_fences = 0;
    point();
    acquire(&all_fences);
    release(&all_fences);
}

void __tsan_atomic_signal_fence(int) {}

} // extern "C"
