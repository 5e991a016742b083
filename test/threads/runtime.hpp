#ifndef USEAPI_TEST_THREADS_RUNTIME_HPP
#define USEAPI_TEST_THREADS_RUNTIME_HPP

#include "threads/schedule.hpp"

#include <cstddef>
#include <cstdint>

#include <pthread.h>

// The inside of the runtime. Its files are not instrumented. They use no template and no inline function of
// the standard library: the linker might take the instrumented copy of another file.

namespace useapi::threads {

constexpr unsigned most_threads = 12;

/** How much of each thread happened before. */
struct vector_clock
{
    std::uint32_t of[most_threads];

    void join(const vector_clock& other) noexcept
    {
        for (unsigned i = 0; i != most_threads; ++i)
            if (of[i] < other.of[i])
                of[i] = other.of[i];
    }
};

enum class stage : unsigned char
{
    ready,
    waiting,
    ended
};

struct thread_state
{
    stage is;
    bool may_time_out; ///< waits with a limit
    bool timed_out;
    int baton; ///< 1 if the thread may go on
    std::int64_t priority;
    unsigned waits_since; ///< a step
    const char* waits_for;
    const void* waits_at;
    const char* name;
    vector_clock clock;
    pthread_t handle;
    void* (*entry)(void*);
    void* argument;
    unsigned depth;
    const void* calls[256]; ///< the return addresses of the functions that run
};

extern thread_state threads[most_threads];

/** The index of the calling thread; -1 if it is not scheduled. */
extern thread_local int self;

/** A scheduling point: another thread may go on here. */
void point() noexcept;

/** Waits until `wake` is called for the same address. Returns false after a time-out. */
bool wait_at(const void* address, const char* what, bool may_time_out = false) noexcept;
void wake(const void* address, bool all = true) noexcept;

using thread_creator = int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int create_thread(thread_creator* real, pthread_t* handle, const pthread_attr_t* attributes,
                  void* (*entry)(void*), void* argument) noexcept;
void join_thread(pthread_t handle) noexcept;

// What happened before what, in memory.cpp.

enum class access : unsigned char
{
    none,
    read,
    write,
    release_of_memory
};

void note_access(const void* address, std::size_t size, access how, bool is_atomic,
                 const void* where) noexcept;
void acquire(const void* address) noexcept;
void release(const void* address) noexcept;
/** The object holds no order any more, as after a relaxed store. */
void forget_order(const void* address) noexcept;

/** Ends the process with a report. @param other  the thread that it is about as well; -1: all of them */
[[noreturn]] void report(const char* what, const void* address, int other, const void* where) noexcept;

} // namespace useapi::threads

#endif
