#include "threads/runtime.hpp"

#include <cerrno>
#include <ctime>

#include <dlfcn.h>
#include <sys/epoll.h>

// The functions of the system that threads wait for each other in. The library, Asio and the standard library
// call these in place of the system's.

namespace {

using useapi::threads::access;
using useapi::threads::acquire;
using useapi::threads::note_access;
using useapi::threads::point;
using useapi::threads::release;
using useapi::threads::self;
using useapi::threads::wait_at;
using useapi::threads::wake;

template <class Function>
Function* real(const char* name) noexcept
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/** Who holds a mutex: the index of a thread plus 1. */
int& holder(pthread_mutex_t* mutex) noexcept
{
    return mutex->__data.__owner;
}

void lock(pthread_mutex_t* mutex) noexcept
{
    if (holder(mutex) == self + 1 && mutex->__data.__kind != PTHREAD_MUTEX_RECURSIVE_NP)
        useapi::threads::violation("a thread locks a mutex that it holds");
    while (holder(mutex) != 0 && holder(mutex) != self + 1)
        wait_at(mutex, "a lock");
    holder(mutex) = self + 1;
    ++mutex->__data.__count;
    acquire(mutex);
}

void unlock(pthread_mutex_t* mutex) noexcept
{
    if (--mutex->__data.__count != 0)
        return;
    release(mutex);
    holder(mutex) = 0;
    wake(mutex);
}

bool wait_for_condition(pthread_cond_t* condition, pthread_mutex_t* mutex, bool may_time_out) noexcept
{
    point();
    unlock(mutex);
    const bool in_time = wait_at(condition, "a condition", may_time_out);
    lock(mutex);
    return in_time;
}

const char any_epoll = 0; ///< what threads in `epoll_wait` wait for

enum once_state : int
{
    once_new = 0,
    once_runs = 1,
    once_done = 2
};

} // namespace

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept
{
    if (self < 0)
        return 0;
    point();
    note_access(mutex, 1, access::write, true, __builtin_return_address(0));
    lock(mutex);
    return 0;
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept
{
    if (self < 0)
        return 0;
    point();
    if (holder(mutex) != 0)
        return EBUSY;
    lock(mutex);
    return 0;
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept
{
    if (self < 0)
        return 0;
    note_access(mutex, 1, access::write, true, __builtin_return_address(0));
    unlock(mutex);
    point();
    return 0;
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex)
{
    wait_for_condition(condition, mutex, false);
    return 0;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec*)
{
    return wait_for_condition(condition, mutex, true) ? 0 : ETIMEDOUT;
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t, const timespec*)
{
    return wait_for_condition(condition, mutex, true) ? 0 : ETIMEDOUT;
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept
{
    if (self < 0)
        return 0;
    point();
    wake(condition, false);
    return 0;
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept
{
    if (self < 0)
        return 0;
    point();
    wake(condition);
    return 0;
}

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes, void* (*entry)(void*),
                   void* argument) noexcept
{
    static const auto next = real<useapi::threads::thread_creator>("pthread_create");
    return self < 0 ? next(handle, attributes, entry, argument)
                    : useapi::threads::create_thread(next, handle, attributes, entry, argument);
}

int pthread_join(pthread_t handle, void** outcome)
{
    static const auto next = real<int(pthread_t, void**)>("pthread_join");
    if (self >= 0)
        useapi::threads::join_thread(handle);
    return next(handle, outcome);
}

int pthread_once(pthread_once_t* once, void (*first)())
{
    while (self >= 0 && *once == once_runs)
        wait_at(once, "a function that runs once");
    if (*once == once_done) {
        if (self >= 0)
            acquire(once);
        return 0;
    }
    *once = once_runs;
    first();
    *once = once_done;
    if (self >= 0) {
        release(once);
        wake(once);
    }
    return 0;
}

// The initialisation of static variables in functions. Compiled code reads the first byte of a guard, which
// says whether it is done. The second says whether a thread is about it.

int __cxa_guard_acquire(long long* guard)
{
    auto* const bytes = reinterpret_cast<unsigned char*>(guard);
    while (self >= 0 && bytes[1] != 0)
        wait_at(guard, "a static variable");
    if (bytes[0] != 0)
        return 0;
    bytes[1] = 1;
    return 1;
}

void __cxa_guard_release(long long* guard)
{
    *guard = 1;
    if (self >= 0) {
        release(guard);
        wake(guard);
    }
}

void __cxa_guard_abort(long long* guard)
{
    *guard = 0;
    if (self >= 0)
        wake(guard);
}

// The scenarios open no socket: the reactor of Asio waits only to be interrupted, which it is by epoll_ctl.

int epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event) noexcept
{
    static const auto next = real<int(int, int, int, epoll_event*)>("epoll_ctl");
    const int outcome = next(epoll, operation, descriptor, event);
    if (self >= 0) {
        wake(&any_epoll);
        point();
    }
    return outcome;
}

int epoll_wait(int epoll, epoll_event* events, int size, int milliseconds)
{
    static const auto next = real<int(int, epoll_event*, int, int)>("epoll_wait");
    if (self < 0)
        return next(epoll, events, size, milliseconds);
    point();
    for (;;) {
        const int ready = next(epoll, events, size, 0);
        if (ready != 0 || milliseconds == 0 || !wait_at(&any_epoll, "epoll", milliseconds > 0))
            return ready;
    }
}

} // extern "C"
