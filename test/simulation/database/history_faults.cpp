#include "simulation/branches.hpp"
#include "simulation/database/history.hpp"

#include <algorithm>
#include <utility>

// What goes wrong in a round.

namespace useapi::database_simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds last_event = 15s; // a round lasts about as long

} // namespace

void history::plan_faults(const round_plan& plan)
{
    const simulation::chooser choose = random_.about({"faults", plan.number});
    network_faults net;
    net.longest = 3 * lease_ / 2;
    if (choose.chance(0.4, "network")) {
        net.refuses = choose.chance(0.5, "refuses") ? 0.1 : 0;
        net.breaks = choose.chance(0.6, "breaks") ? 0.05 : 0;
        net.is_slow = choose.chance(0.4, "is_slow") ? 0.03 : 0;
    }
    network_.set_faults(net);
    server_faults server;
    server.longest_pause = 3 * lease_ / 2;
    if (choose.chance(0.4, "server")) {
        server.fails = choose.chance(0.6, "fails") ? 0.02 : 0;
        server.pauses = choose.chance(0.6, "pauses") ? 0.02 : 0;
    }
    server_.set_faults(server);
    const std::size_t events = choose.chance(0.6, "events") ? choose.between(1, 4, "how_many") : 0;
    for (std::size_t i = 1; i <= events; ++i)
        plan_event(plan, 10 * plan.number + i);
}

void history::plan_event(const round_plan& plan, std::size_t number)
{
    const simulation::chooser choose = random_.about({"event", number});
    const auto when = choose.between(0ms, last_event, "when");
    const std::size_t first = workers_.size() - plan.workers;
    worker_process* const worker = workers_[first + choose.below(plan.workers, "worker")].get();
    std::function<void()> happens;
    switch (choose.below(9, "kind")) {
    case 0:
        happens = [worker, this, choose] {
            if (worker->is_over())
                return;
            const bool server_learns = choose.chance(0.5, "server_learns", true);
            simulation::count(server_learns ? "worker: died" : "worker: its machine died");
            worker->die();
            network_.cut(worker->machine(), server_learns);
        };
        break;
    case 1:
        happens = [this, worker, choose] {
            if (worker->is_over() || worker->machine().is_asleep())
                return;
            const bool stops_clock = choose.chance(0.6, "stops_clock", true);
            const auto time = choose.between(lease_ / 4, 4 * lease_, "sleeps");
            simulation::count(stops_clock ? "worker: its machine slept" : "worker: was suspended");
            log_.add({"worker", worker->number()}, "falls asleep for ", time);
            disturb(time);
            worker->machine().fall_asleep(stops_clock);
            clock_.schedule_after(time, [this, worker] {
                log_.add({"worker", worker->number()}, "wakes up");
                worker->machine().wake_up();
            });
        };
        break;
    case 2:
        happens = [worker, choose] { worker->stop(choose.chance(0.3, "cuts")); };
        break;
    case 3:
        happens = [this, choose] { restart(choose); };
        break;
    case 4:
        happens = [this, choose] {
            simulation::count("database: took no writes for a while");
            log_.add({"database"}, "takes no writes");
            server_.take_writes(false);
            const auto time =
                choose.chance(0.1, "for_long") ? 150'000ms : choose.between(1ms, 30'000ms, "for");
            disturb(time);
            clock_.schedule_after(time, [this] {
                log_.add({"database"}, "takes writes again");
                server_.take_writes(true);
            });
        };
        break;
    case 5:
        happens = [this, choose] { fail_over(choose); };
        break;
    case 6:
        happens = [this, choose] {
            if (server_.accounts_lock != 0)
                return;
            simulation::count("database: the table was locked");
            log_.add({"database"}, "another session locks the table of accounts");
            server_.lock_accounts();
            const auto time = choose.between(1ms, 20'000ms, "for");
            disturb(time);
            clock_.schedule_after(time, [this] {
                log_.add({"database"}, "the table is unlocked");
                server_.unlock_accounts();
            });
        };
        break;
    case 7:
        happens = [this, choose] { step_clock(choose, false); };
        break;
    default:
        happens = [this, worker, choose] {
            simulation::count("clock: that of a worker jumped");
            worker->machine().set_wall_clock_off(choose.chance(0.5, "goes_back")
                                                     ? -choose.between(1ms, 400 * 24h, "by")
                                                     : choose.between(1ms, 400 * 24h, "by"));
            log_.add({"worker", worker->number()}, "has another wall clock");
        };
    }
    clock_.schedule_after(when, [this, happens = std::move(happens), round = plan.number] {
        if (round != round_)
            return;
        disturb();
        happens();
    });
}

void history::restart(const simulation::chooser& choose)
{
    if (server_.state() != server_state::serves)
        return;
    const bool tells = choose.chance(0.5, "tells", true);
    simulation::count(tells ? "database: was restarted" : "database: crashed");
    log_.add({"database"}, tells ? "is restarted" : "crashes");
    server_.end_sessions(tells ? "57P01" : "");
    const bool is_long = choose.chance(0.1, "is_long");
    serve_again_after(choose.between(2ms, 3000ms, "refuses"),
                      is_long ? 150'000ms : choose.between(0ms, 20'000ms, "starts"));
}

void history::fail_over(const simulation::chooser& choose)
{
    if (server_.state() != server_state::serves)
        return;
    simulation::count("database: failed over");
    std::uint64_t kept = commits();
    if (may_lose_commits_ && choose.chance(0.5, "loses")) {
        kept = choose.chance(0.3, "loses_all")
                   ? 0
                   : kept - std::min<std::uint64_t>(kept, choose.between(1, 6, "commits"));
        simulation::count("database: a failover lost commits");
        lossy_at_ = clock_.now();
        for (auto& [which, state] : states_)
            state.settled_in.clear();
    }
    // A server that lost nothing has the same data as the one before it, which goes on for reading.
    const bool keeps_sessions = kept == commits() && choose.chance(0.5, "keeps_sessions");
    if (keeps_sessions)
        simulation::count("database: a failover kept sessions");
    log_.add({"database"}, "fails over and loses ", commits() - kept, " commits");
    server_.fail_over(kept, keeps_sessions);
    if (choose.chance(0.3, "has_another_clock"))
        step_clock(choose, true);
    serve_again_after(choose.between(2ms, 5000ms, "refuses"), choose.between(0ms, 10'000ms, "starts"));
}

/** Where runs verify, the database's clock is never behind the service's. */
void history::step_clock(const simulation::chooser& choose, bool is_small)
{
    const bool is_back = choose.chance(0.5, "goes_back");
    // After a lease was given by a clock that is set back a year, it lasts for a year.
    const bool is_far = !is_small && !is_back && choose.chance(0.3, "far");
    const std::chrono::milliseconds most = is_small ? 5000ms : is_far ? 400 * 24h : 60'000ms;
    std::chrono::milliseconds by = choose.between(1ms, most, "steps_by");
    if (is_back)
        by = -std::min(by, server_.clock_is_off() + (verifies_ ? 0ms : 60'000ms));
    simulation::count(is_back ? "clock: that of the database was set back"
                              : "clock: that of the database was set forward");
    log_.add({"database"}, is_back ? "has its clock set back by " : "has its clock set forward by ",
             is_back ? -by : by);
    server_.step_clock(by);
    if (!is_back)
        stepped_at_ = clock_.now();
}

void history::serve_again_after(std::chrono::milliseconds refuses, std::chrono::milliseconds starts)
{
    disturb(refuses + starts);
    server_.become(server_state::refuses);
    clock_.schedule_after(refuses, [this] { server_.become(server_state::starts); });
    clock_.schedule_after(refuses + starts, [this] {
        log_.add({"database"}, "serves again");
        server_.become(server_state::serves);
    });
}

/** After a round nothing is wrong any more. */
void history::heal()
{
    round_ = 0;
    network_.set_faults({});
    server_.set_faults({});
    run_until([this] { return server_.state() == server_state::serves; }, 200s);
    server_.unlock_accounts();
    server_.take_writes(true);
}

} // namespace useapi::database_simulation
