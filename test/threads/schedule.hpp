#ifndef USEAPI_TEST_THREADS_SCHEDULE_HPP
#define USEAPI_TEST_THREADS_SCHEDULE_HPP

#include <cstdint>

namespace useapi::threads {

/** Random numbers of one schedule. They are the same on every machine. */
class random_numbers
{
public:
    explicit random_numbers(std::uint64_t seed) noexcept : state_(seed) {}

    /** From [0, bound). */
    std::uint64_t below(std::uint64_t bound) noexcept { return next() % bound; }

    /** True once in `n` times. */
    bool one_in(std::uint64_t n) noexcept { return below(n) == 0; }

private:
    std::uint64_t next() noexcept // splitmix64
    {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t state_;
};

constexpr unsigned most_preemptions = 4;

struct schedule_plan
{
    std::uint64_t seed = 0;
    unsigned preemptions = 0;    ///< at most `most_preemptions`
    unsigned expected_steps = 0; ///< the preemptions are drawn from these steps
};

/** From now on one thread runs at a time, and the plan decides which. The caller is the first thread. */
void begin_schedule(const schedule_plan& plan);

struct schedule_counts
{
    unsigned threads;
    unsigned steps;          ///< scheduling points that were reached
    unsigned switches;       ///< how often another thread went on
    std::uint64_t decisions; ///< a hash of which thread went on when
};

/** All other threads have ended. */
schedule_counts end_schedule();

/** The name of the calling thread in reports. */
void name_thread(const char* name) noexcept;

/** Prints what was violated and where, and ends the process. */
[[noreturn]] void violation(const char* what);

inline void require(bool holds, const char* what)
{
    if (!holds)
        violation(what);
}

} // namespace useapi::threads

#endif
