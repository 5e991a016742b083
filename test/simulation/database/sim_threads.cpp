#include "simulation/database/sim_threads.hpp"

#include <algorithm>
#include <utility>

namespace useapi::database_simulation {
namespace {

sim_threads* present = nullptr;
thread_local sim_thread* running = nullptr;

} // namespace

machine::time_point machine::boot_now() const
{
    return all_.clock().now();
}

machine::time_point machine::steady_now() const
{
    return clock_stands_since_.value_or(all_.clock().now()) - slept_;
}

std::chrono::system_clock::time_point machine::wall_now() const
{
    return all_.clock().wall_now() + wall_clock_is_off_;
}

void machine::fall_asleep(bool stops_clock)
{
    is_asleep_ = true;
    if (stops_clock)
        clock_stands_since_ = all_.clock().now();
}

void machine::wake_up()
{
    is_asleep_ = false;
    if (const auto since = std::exchange(clock_stands_since_, std::nullopt))
        slept_ += all_.clock().now() - *since;
    all_.wake_all(*this);
}

sim_threads::sim_threads(testing::virtual_clock& clock) : clock_(clock)
{
    present = this;
}

sim_threads::~sim_threads()
{
    for (const auto& each : threads_)
        if (each->real_.joinable())
            each->real_.join();
    present = nullptr;
}

sim_threads* sim_threads::all() noexcept
{
    return present;
}

sim_thread* sim_threads::current() noexcept
{
    return running;
}

void sim_threads::start(machine& where, std::function<void()> work)
{
    const auto made = add(where);
    made->real_ = std::thread([this, made, work = std::move(work)] {
        enter(*made);
        work();
        leave(*made);
    });
}

std::shared_ptr<sim_thread> sim_threads::add(machine& where)
{
    threads_.push_back(std::make_shared<sim_thread>(where));
    schedule(*threads_.back(), std::nullopt);
    return threads_.back();
}

void sim_threads::enter(sim_thread& self)
{
    self.turn_.acquire();
    running = &self;
}

void sim_threads::leave(sim_thread& self)
{
    self.has_ended_ = true;
    self.is_parked_ = false;
    wake(&self);
    running = nullptr;
    driver_.release();
}

void sim_threads::give_turn(sim_thread& to)
{
    to.is_parked_ = false;
    to.turn_.release();
    driver_.acquire();
}

/** Ends the present wait of a thread at a time of the virtual clock; nothing: now. */
void sim_threads::schedule(sim_thread& which, std::optional<time_point> at)
{
    auto turn = [this, &which, wait = which.wait_] {
        // A machine that wakes up wakes its threads.
        if (which.is_parked_ && which.wait_ == wait && !which.on.is_asleep())
            give_turn(which);
    };
    clock_.schedule(at.value_or(clock_.now()), std::move(turn));
}

void sim_threads::park(const void* what, std::optional<time_point> until)
{
    sim_thread& self = *running;
    self.waits_for_ = what;
    self.is_parked_ = true;
    ++self.wait_;
    if (until)
        schedule(self, *until + self.on.slept_);
    driver_.release();
    self.turn_.acquire();
    self.waits_for_ = nullptr;
}

void sim_threads::wake(const void* what, std::size_t most)
{
    for (const auto& each : threads_)
        if (most != 0 && each->is_parked_ && each->waits_for_ == what) {
            each->waits_for_ = nullptr;
            schedule(*each, std::nullopt);
            --most;
        }
}

void sim_threads::wake_all(const machine& where)
{
    for (const auto& each : threads_)
        if (each->is_parked_ && &each->on == &where)
            schedule(*each, std::nullopt);
}

void sim_threads::join(const sim_thread& other)
{
    while (!other.has_ended_)
        park(&other);
}

bool sim_threads::have_all_ended() const noexcept
{
    return std::all_of(threads_.begin(), threads_.end(), [](const auto& each) { return each->has_ended_; });
}

} // namespace useapi::database_simulation
