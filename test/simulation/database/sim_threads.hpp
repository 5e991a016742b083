#ifndef USEAPI_TEST_SIMULATION_DATABASE_SIM_THREADS_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_SIM_THREADS_HPP

#include <useapi/testing/virtual_clock.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore.h>
#include <thread>
#include <vector>

namespace useapi::database_simulation {

class sim_threads;

/** The machine of one worker: its clocks, and whether its threads run. */
class machine
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    machine(sim_threads& all, std::size_t number) : all_(all), number_(number) {}

    std::size_t number() const noexcept { return number_; }

    /** The monotonic clock. It stands still while the machine sleeps. */
    time_point steady_now() const;

    /** The clock that also goes on while the machine sleeps. */
    time_point boot_now() const;

    /** The wall clock. */
    std::chrono::system_clock::time_point wall_now() const;

    void set_wall_clock_off(std::chrono::milliseconds by) noexcept { wall_clock_is_off_ = by; }

    /** Its threads do not run until `wake_up`.
        @param stops_clock  whether the monotonic clock stands still meanwhile */
    void fall_asleep(bool stops_clock);
    void wake_up();

    bool is_asleep() const noexcept { return is_asleep_; }

    /** A number that it has not given yet. */
    std::size_t next_number() noexcept { return ++numbers_; }

    /** Nothing that its threads do from now on reaches the database or the service. */
    void die() noexcept { is_dead_ = true; }

    bool is_dead() const noexcept { return is_dead_; }

private:
    friend class sim_threads;

    sim_threads& all_;
    const std::size_t number_;
    std::size_t numbers_ = 0;
    bool is_asleep_ = false;
    bool is_dead_ = false;
    std::optional<time_point> clock_stands_since_;
    std::chrono::steady_clock::duration slept_{};
    std::chrono::milliseconds wall_clock_is_off_{};
};

/** Passes the turn from one thread to another. In contrast to `std::binary_semaphore` it does not yield
   before it waits, so that it takes no longer on a busy machine. */
class baton
{
public:
    baton() noexcept { ::sem_init(&count_, 0, 0); }

    baton(const baton&) = delete;
    baton& operator=(const baton&) = delete;

    ~baton() { ::sem_destroy(&count_); }

    void release() noexcept { ::sem_post(&count_); }

    void acquire() noexcept
    {
        while (::sem_wait(&count_) != 0) {
        }
    }

private:
    sem_t count_;
};

/** A thread of the product. It runs only while the driver waits for it. */
class sim_thread
{
public:
    explicit sim_thread(machine& where) : on(where) {}

    machine& on;

private:
    friend class sim_threads;

    baton turn_;
    std::uint64_t wait_ = 0; ///< the number of its present wait
    bool is_parked_ = true;
    bool has_ended_ = false;
    const void* waits_for_ = nullptr; ///< a condition, or another thread
    std::thread real_;                ///< if the driver began it
};

/** The threads of all machines. One of them runs at a time, as an event of the virtual clock, so that the
    choices of a history determine everything. A thread waits only in the functions of
    `blocking_calls.cpp`, which replace those of the system, and in those that replace libpq's. */
class sim_threads
{
public:
    using time_point = machine::time_point;

    explicit sim_threads(testing::virtual_clock& clock);
    sim_threads(const sim_threads&) = delete;
    sim_threads& operator=(const sim_threads&) = delete;
    /** All threads must have ended. */
    ~sim_threads();

    /** Null outside of a history. */
    static sim_threads* all() noexcept;

    /** The thread that runs; null: the driver. */
    static sim_thread* current() noexcept;

    testing::virtual_clock& clock() noexcept { return clock_; }

    /** Begins a thread from the driver. */
    void start(machine& where, std::function<void()> work);

    /** Makes the place of a thread that the product begins. Its first turn is scheduled. */
    std::shared_ptr<sim_thread> add(machine& where);

    /** In the new thread: waits for the first turn. */
    static void enter(sim_thread& self);

    /** In the thread: its last act. */
    void leave(sim_thread& self);

    /** In a thread: waits until it is woken, or until a time of its machine's monotonic clock. May end
        earlier.
        @param what  a name for what it waits for */
    void park(const void* what, std::optional<time_point> until = std::nullopt);

    /** Wakes the threads that wait for this.
        @param most  how many */
    void wake(const void* what, std::size_t most = static_cast<std::size_t>(-1));

    /** Wakes all threads of a machine. */
    void wake_all(const machine& where);

    /** In a thread: waits for the end of another one. */
    void join(const sim_thread& other);

    bool have_all_ended() const noexcept;

private:
    void give_turn(sim_thread& to);
    void schedule(sim_thread& which, std::optional<time_point> at);

    testing::virtual_clock& clock_;
    std::vector<std::shared_ptr<sim_thread>> threads_;
    baton driver_;
};

} // namespace useapi::database_simulation

#endif
