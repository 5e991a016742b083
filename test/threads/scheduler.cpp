#include "threads/runtime.hpp"

#include <cstdio>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace useapi::threads {

thread_state threads[most_threads];
thread_local int self = -1;

namespace {

constexpr unsigned fair_from = 200'000;
constexpr unsigned most_steps = 600'000;

random_numbers numbers(0);
schedule_plan plan;
unsigned change_at[most_preemptions];
unsigned thread_count = 0;
unsigned steps = 0;
unsigned switches = 0;
std::uint64_t decisions = 0;
std::int64_t lowest = 0;
bool look_around = false; ///< a thread of higher priority may be ready

void hand_baton(int next) noexcept
{
    ++switches;
    decisions = (decisions ^ (std::uint64_t{steps} << 8 | static_cast<unsigned>(next))) * 0x100000001b3;
    __atomic_store_n(&threads[next].baton, 1, __ATOMIC_RELEASE);
    ::syscall(SYS_futex, &threads[next].baton, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

void await_baton() noexcept
{
    int* const mine = &threads[self].baton;
    while (__atomic_load_n(mine, __ATOMIC_ACQUIRE) == 0)
        ::syscall(SYS_futex, mine, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    __atomic_store_n(mine, 0, __ATOMIC_RELAXED);
}

/** The thread that goes on; -1 if all of them wait. */
int choose() noexcept
{
    int best = -1;
    for (int i = 0; i != static_cast<int>(thread_count); ++i)
        if (threads[i].is == stage::ready && (best < 0 || threads[i].priority > threads[best].priority))
            best = i;
    return best;
}

/** The thread that goes on, though all of them may wait: a wait with a limit ends then. */
int choose_any() noexcept
{
    const int ready = choose();
    if (ready >= 0)
        return ready;
    for (int i = 0; i != static_cast<int>(thread_count); ++i)
        if (threads[i].is == stage::waiting && threads[i].may_time_out) {
            threads[i].is = stage::ready;
            threads[i].timed_out = true;
            return i;
        }
    report("no thread can go on", nullptr, -1, nullptr);
}

void go_on_with(int next) noexcept
{
    look_around = false;
    if (next == self)
        return;
    hand_baton(next);
    await_baton();
}

std::int64_t random_priority() noexcept
{
    return static_cast<std::int64_t>(1 + numbers.below(1'000'000));
}

} // namespace

void point() noexcept
{
    ++steps;
    for (unsigned i = 0; i != plan.preemptions; ++i)
        if (change_at[i] == steps) {
            threads[self].priority = -static_cast<std::int64_t>(i) - 1;
            look_around = true;
        }
    // A thread of high priority may wait in a loop for one of low priority. So all of them get their turn in
    // the end.
    if (steps > fair_from && steps % 100 == 0) {
        threads[self].priority = lowest--;
        look_around = true;
    }
    if (steps > most_steps)
        report("the schedule does not end", nullptr, -1, nullptr);
    if (look_around)
        go_on_with(choose());
}

bool wait_at(const void* address, const char* what, bool may_time_out) noexcept
{
    thread_state& mine = threads[self];
    mine.is = stage::waiting;
    mine.waits_at = address;
    mine.waits_for = what;
    mine.waits_since = steps;
    mine.may_time_out = may_time_out;
    mine.timed_out = false;
    go_on_with(choose_any());
    return !mine.timed_out;
}

void wake(const void* address, bool all) noexcept
{
    int first = -1;
    for (int i = 0; i != static_cast<int>(thread_count); ++i) {
        thread_state& each = threads[i];
        if (each.is != stage::waiting || each.waits_at != address)
            continue;
        if (all)
            each.is = stage::ready;
        else if (first < 0 || each.waits_since < threads[first].waits_since)
            first = i;
    }
    if (first >= 0)
        threads[first].is = stage::ready;
    look_around = true;
}

void begin_schedule(const schedule_plan& chosen)
{
    plan = chosen;
    numbers = random_numbers(plan.seed * 2 + 1);
    lowest = -static_cast<std::int64_t>(most_preemptions) - 1;
    for (unsigned i = 0; i != plan.preemptions; ++i)
        change_at[i] = 1 + static_cast<unsigned>(numbers.below(plan.expected_steps));
    thread_count = 1;
    threads[0].is = stage::ready;
    threads[0].name = "main";
    threads[0].priority = random_priority();
    threads[0].clock.of[0] = 1;
    self = 0;
}

schedule_counts end_schedule()
{
    self = -1;
    return {thread_count, steps, switches, decisions};
}

void name_thread(const char* name) noexcept
{
    threads[self].name = name;
}

int create_thread(thread_creator* real, pthread_t* handle, const pthread_attr_t* attributes,
                  void* (*entry)(void*), void* argument) noexcept
{
    if (thread_count == most_threads)
        report("too many threads", nullptr, -1, nullptr);
    const unsigned number = thread_count;
    thread_state& made = threads[number];
    made.is = stage::ready;
    made.name = "thread";
    made.priority = random_priority();
    made.clock = threads[self].clock;
    made.clock.of[number] = 1;
    ++threads[self].clock.of[self];
    made.entry = entry;
    made.argument = argument;
    const auto run = [](void* which) -> void* {
        auto& state = *static_cast<thread_state*>(which);
        self = static_cast<int>(&state - threads);
        await_baton();
        void* const outcome = state.entry(state.argument);
        point();
        state.is = stage::ended;
        wake(&state);
        const int next = choose_any();
        self = -1; // what the system does at the end of a thread is not scheduled
        look_around = false;
        hand_baton(next);
        return outcome;
    };
    const int failure = real(&made.handle, attributes, run, &made);
    if (failure != 0)
        return failure;
    ++thread_count;
    *handle = made.handle;
    look_around = true;
    point();
    return 0;
}

void join_thread(pthread_t handle) noexcept
{
    point();
    for (unsigned i = 0; i != thread_count; ++i) {
        thread_state& joined = threads[i];
        if (joined.entry == nullptr || !pthread_equal(joined.handle, handle))
            continue;
        while (joined.is != stage::ended)
            wait_at(&joined, "the end of a thread");
        threads[self].clock.join(joined.clock);
        joined.entry = nullptr; // the next thread may get the same handle
    }
}

// Reports

namespace {

void print_calls(const thread_state& of) noexcept
{
    const unsigned known = of.depth < 256 ? of.depth : 256;
    for (unsigned i = known; i != 0 && known - i < 24; --i)
        std::fprintf(stderr, "    at %p\n", of.calls[i - 1]);
}

void print_thread(int which) noexcept
{
    const thread_state& shown = threads[which];
    std::fprintf(stderr, "  thread %d (%s)", which, shown.name);
    if (shown.is == stage::waiting)
        std::fprintf(stderr, " waits for %s at %p", shown.waits_for, shown.waits_at);
    std::fprintf(stderr, ":\n");
    print_calls(shown);
}

} // namespace

void report(const char* what, const void* address, int other, const void* where) noexcept
{
    std::fprintf(stderr, "%s", what);
    if (address != nullptr)
        std::fprintf(stderr, " at %p", address);
    std::fprintf(stderr, ", at step %u\n", steps);
    if (self >= 0) {
        if (where != nullptr)
            std::fprintf(stderr, "    at %p\n", where);
        print_thread(self);
    }
    for (int i = 0; i != static_cast<int>(thread_count); ++i)
        if (i != self && other < 0 && threads[i].is != stage::ended)
            print_thread(i);
    ::_exit(1);
}

void violation(const char* what)
{
    report(what, nullptr, 0, __builtin_return_address(0));
}

} // namespace useapi::threads
