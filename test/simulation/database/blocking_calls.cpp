#include "simulation/database/sim_threads.hpp"

#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <dlfcn.h>
#include <map>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <utility>

// Every function of the system in which a thread of the product waits, or asks for the time. CMakeLists.txt
// hands every symbol of this file to the linker's `--wrap`.

#define USEAPI_WRAP(function, symbol, result, ...)                                                           \
    result real_##function(__VA_ARGS__) asm("__real_" symbol);                                               \
    result wrapped_##function(__VA_ARGS__) asm("__wrap_" symbol);

namespace useapi::database_simulation {
namespace {

using steady = std::chrono::steady_clock::time_point;
using event = epoll_event;
using spec = timespec;

} // namespace

// clang-format off
USEAPI_WRAP(steady_now, "_ZNSt6chrono3_V212steady_clock3nowEv", steady)
USEAPI_WRAP(get_time, "clock_gettime", int, clockid_t, spec*)
USEAPI_WRAP(sleep, "nanosleep", int, const spec*, spec*)
USEAPI_WRAP(wait, "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE", void, std::condition_variable*, std::unique_lock<std::mutex>&)
USEAPI_WRAP(wait_until, "pthread_cond_clockwait", int, pthread_cond_t*, pthread_mutex_t*, clockid_t, const spec*)
USEAPI_WRAP(notify_one, "_ZNSt18condition_variable10notify_oneEv", void, std::condition_variable*)
USEAPI_WRAP(notify_all, "_ZNSt18condition_variable10notify_allEv", void, std::condition_variable*)
USEAPI_WRAP(join, "_ZNSt6thread4joinEv", void, std::thread*)
USEAPI_WRAP(make_timer, "timerfd_create", int, int, int)
USEAPI_WRAP(wait_for_events, "epoll_wait", int, int, event*, int, int)
USEAPI_WRAP(change_events, "epoll_ctl", int, int, int, int, event*)
// clang-format on

namespace {

steady time_of(const spec& when)
{
    return steady(std::chrono::seconds(when.tv_sec) + std::chrono::nanoseconds(when.tv_nsec));
}

/** Names a poll for those that wait for it. */
const void* name_of_poll(int poll)
{
    static std::map<int, int> names;
    return &names[poll];
}

/** The threads that the product began. */
std::map<pthread_t, std::shared_ptr<sim_thread>>& begun()
{
    static std::map<pthread_t, std::shared_ptr<sim_thread>> all;
    return all;
}

/** A thread of the product that waits for its first turn. */
struct gated_thread
{
    std::shared_ptr<sim_thread> self;
    void* (*run)(void*);
    void* argument;
};

void* run_gated(void* what)
{
    const std::unique_ptr<gated_thread> thread(static_cast<gated_thread*>(what));
    sim_threads& all = *sim_threads::all();
    sim_threads::enter(*thread->self);
    void* const result = thread->run(thread->argument);
    all.leave(*thread->self);
    return result;
}

int begin_thread(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument)
{
    static const auto real =
        reinterpret_cast<decltype(&::pthread_create)>(::dlsym(RTLD_NEXT, "pthread_create"));
    const sim_thread* const self = sim_threads::current();
    if (self == nullptr)
        return real(thread, attributes, run, argument);
    auto made =
        std::make_unique<gated_thread>(gated_thread{sim_threads::all()->add(self->on), run, argument});
    auto known = made->self;
    const int failure = real(thread, attributes, run_gated, made.get());
    if (failure == 0) {
        (void)made.release();
        begun()[*thread] = std::move(known);
    }
    return failure;
}

} // namespace

steady wrapped_steady_now()
{
    if (const sim_thread* const self = sim_threads::current())
        return self->on.steady_now();
    return sim_threads::all() ? sim_threads::all()->clock().now() : real_steady_now();
}

int wrapped_get_time(clockid_t which, spec* into)
{
    const sim_thread* const self = sim_threads::current();
    if (self == nullptr || which != CLOCK_BOOTTIME)
        return real_get_time(which, into);
    const auto now =
        std::chrono::duration_cast<std::chrono::nanoseconds>(self->on.boot_now().time_since_epoch());
    into->tv_sec = now.count() / 1'000'000'000;
    into->tv_nsec = now.count() % 1'000'000'000;
    return 0;
}

int wrapped_sleep(const spec* time, spec* rest)
{
    const sim_thread* const self = sim_threads::current();
    if (self == nullptr)
        return real_sleep(time, rest);
    const steady until = self->on.steady_now() + time_of(*time).time_since_epoch();
    while (self->on.steady_now() < until)
        sim_threads::all()->park(nullptr, until);
    return 0;
}

void wrapped_wait(std::condition_variable* condition, std::unique_lock<std::mutex>& lock)
{
    if (sim_threads::current() == nullptr)
        return real_wait(condition, lock);
    lock.unlock();
    sim_threads::all()->park(condition);
    lock.lock();
}

int wrapped_wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t which, const spec* until)
{
    const sim_thread* const self = sim_threads::current();
    if (self == nullptr)
        return real_wait_until(condition, mutex, which, until);
    ::pthread_mutex_unlock(mutex);
    if (self->on.steady_now() < time_of(*until))
        sim_threads::all()->park(condition, time_of(*until));
    ::pthread_mutex_lock(mutex);
    return self->on.steady_now() < time_of(*until) ? 0 : ETIMEDOUT;
}

void wrapped_notify_one(std::condition_variable* condition)
{
    if (sim_threads::all() == nullptr)
        return real_notify_one(condition);
    sim_threads::all()->wake(condition, 1);
}

void wrapped_notify_all(std::condition_variable* condition)
{
    if (sim_threads::all() == nullptr)
        return real_notify_all(condition);
    sim_threads::all()->wake(condition);
}

void wrapped_join(std::thread* thread)
{
    const auto found = begun().find(thread->native_handle());
    if (sim_threads::current() != nullptr && found != begun().end()) {
        sim_threads::all()->join(*found->second);
        begun().erase(found);
    }
    real_join(thread);
}

/** Without a timer of the system Asio compares its timers with the clock each time it polls. */
int wrapped_make_timer(int which, int flags)
{
    if (sim_threads::current() == nullptr)
        return real_make_timer(which, flags);
    errno = EMFILE;
    return -1;
}

int wrapped_wait_for_events(int poll, event* found, int most, int timeout)
{
    const sim_thread* const self = sim_threads::current();
    if (self == nullptr)
        return real_wait_for_events(poll, found, most, timeout);
    const steady begin = self->on.steady_now();
    for (;;) {
        const int count = real_wait_for_events(poll, found, most, 0);
        if (count != 0 || timeout == 0)
            return count;
        const steady until = begin + std::chrono::milliseconds(timeout);
        if (timeout > 0 && self->on.steady_now() >= until)
            return 0;
        sim_threads::all()->park(name_of_poll(poll), timeout > 0 ? std::optional(until) : std::nullopt);
    }
}

int wrapped_change_events(int poll, int how, int descriptor, event* what)
{
    const int result = real_change_events(poll, how, descriptor, what);
    if (sim_threads::all() != nullptr)
        sim_threads::all()->wake(name_of_poll(poll));
    return result;
}

} // namespace useapi::database_simulation

// Comes before the function of the C library, also for the standard library, which begins the threads.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                              void* argument)
{
    return useapi::database_simulation::begin_thread(thread, attributes, run, argument);
}
