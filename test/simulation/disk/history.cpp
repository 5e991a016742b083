#include "simulation/disk/history.hpp"

#include "simulation/branches.hpp"
#include "simulation/disk/disk_vfs.hpp"
#include "simulation/disk/import_process.hpp"
#include "simulation/disk/wall_clock.hpp"

#include <sqlite3.h>

#include <array>
#include <exception>
#include <fstream>
#include <utility>

namespace useapi::disk_simulation {
namespace {

using namespace std::chrono_literals;

disk_vfs& default_vfs()
{
    static disk_vfs table("useapi-disk", true);
    return table;
}

/** `locked_file` looks at the beginning and the size of the real file. */
void show_to_lock(const std::string& path, const disk_content& files)
{
    const auto found = files.find(path);
    const std::string bytes = found == files.end() ? std::string() : found->second.substr(0, 100);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << bytes;
    if (const std::size_t size = found == files.end() ? 0 : found->second.size(); size > bytes.size()) {
        out.seekp(static_cast<std::streamoff>(size - 1));
        out.put('\0');
    }
}

} // namespace

history::history(simulation::random_source random, std::string ledger)
    : random_(std::move(random)), ledger_(std::move(ledger))
{
    // Its random numbers begin anew.
    sqlite3_randomness(0, nullptr);
    default_vfs().use(disk_);
    disk_.look_for(std::string(simulation::beginning_of_passwords));
    disk_.look_for(std::string(simulation::api_token));
    set_wall_clock([this] { return service_time() + clock_is_off_; });
}

history::~history()
{
    set_wall_clock(nullptr);
}

const simulation::verdict& history::run()
{
    const simulation::chooser choose = random_.about({"history"});
    accounts_ = simulation::make_accounts(choose.between(2, 12, "rows"));
    may_repeat_ = !choose.chance(0.3, "must_not_repeat");
    verifies_ = may_repeat_ && choose.chance(0.4, "verifies");
    const std::size_t runs = choose.between(1, 4, "runs");
    for (std::size_t i = 1; i <= runs && found_.passed(); ++i)
        run_once(plan(i, false));
    if (found_.passed())
        run_once(plan(runs + 1, true));
    return found_;
}

run_plan history::plan(std::size_t number, bool is_last)
{
    run_plan made;
    made.number = number;
    made.is_last = is_last;
    made.retries_rejected = is_last;
    if (is_last)
        return made;
    const simulation::chooser choose = random_.about({"plan", number});
    made.verifies = verifies_ && choose.chance(0.5, "verifies");
    made.retries_rejected = choose.chance(0.2, "retries_rejected");
    made.jumps = choose.chance(0.2, "clock_jumps") ? 0.1 : 0;
    if (choose.chance(0.5, "disk_fails"))
        plan_faults(made, choose);
    if (choose.chance(0.3, "dies_in_call"))
        made.faults.dies_at = choose.between(1, 60, "dies_at_call");
    else if (choose.chance(0.3, "dies_between"))
        made.dies_at_step = choose.between(1, 40, "dies_at_step");
    else if (choose.chance(0.2, "stops"))
        made.stops_at_step = choose.between(1, 30, "stops_at_step");
    made.loses_power = choose.chance(0.5, "loses_power");
    return made;
}

void history::plan_faults(run_plan& made, const simulation::chooser& choose) const
{
    constexpr std::array rates{
        std::pair("open", &disk_faults::open),   std::pair("read", &disk_faults::read),
        std::pair("write", &disk_faults::write), std::pair("truncate", &disk_faults::truncate),
        std::pair("sync", &disk_faults::sync),   std::pair("remove", &disk_faults::remove),
        std::pair("share", &disk_faults::share)};
    for (const auto& [name, member] : rates)
        if (choose.chance(0.4, std::string(name).append("_fails")))
            made.faults.*member = 0.05;
    made.faults.failed_sync_loses = choose.chance(0.5, "failed_sync_loses");
    if (choose.chance(0.3, "fills"))
        made.faults.fills_at = choose.chance(0.3, "is_full") ? 0 : choose.between(1, 40, "fills_at_call");
}

bulk::import_options history::options_of(const run_plan& plan) const
{
    return bulk::import_options("-")
        .ledger(ledger_)
        .service(may_repeat_ ? "runwayml" : "mureka")
        .concurrency(4)
        .verify(plan.verifies)
        .retry_rejected(plan.retries_rejected)
        .max_rejected_percent(0);
}

bulk::wall_time history::service_time() const
{
    return std::chrono::floor<std::chrono::milliseconds>(clock_.wall_now());
}

void history::jump(std::size_t run)
{
    const simulation::chooser choose = random_.about({"clock", run});
    const std::chrono::milliseconds by(choose.between(1, 400LL * 24 * 3600 * 1000, "jumps_by"));
    // A row that is sent before the service's first answer has the time of this clock, which is compared with
    // the time of a login: if it is behind, an older login counts. README.md names this limit.
    const bool is_back = !verifies_ && choose.chance(0.5, "goes_back");
    simulation::count(is_back ? "clock: jumped back" : "clock: jumped forward");
    clock_is_off_ = is_back ? -by : by;
    log_.add({"clock"}, is_back ? "is set back by " : "is set forward by ", by);
}

void history::violate(std::string what)
{
    log_.add({"checker"}, what);
    found_.add(std::move(what));
}

const ledger_rows& history::durable_rows()
{
    if (durable_generation_ == disk_.generation())
        return durable_rows_;
    try {
        durable_rows_ = rows_in(disk_.durable(), ledger_);
    } catch (const std::exception& failure) {
        violate(std::string("a power failure now would damage the ledger: ") + failure.what());
        durable_rows_.clear();
    }
    durable_generation_ = disk_.generation();
    return durable_rows_;
}

void history::change_input(const run_plan& plan)
{
    const simulation::chooser choose = random_.about({"input", plan.number});
    if (plan.number == 1 || !choose.chance(0.3, "changes"))
        return;
    for (model_account& each : accounts_)
        if (choose.chance(0.3, "changes_row")) {
            simulation::count("input: a row changed");
            each.change_data();
        }
}

void history::run_once(const run_plan& plan)
{
    change_input(plan);
    if (!plan.is_last && random_.about({"plan", plan.number}).chance(0.3, "clock_is_set"))
        jump(plan.number);
    log_.add({"run", plan.number}, plan.is_last ? "begins, with neither faults nor refusals" : "begins");
    disk_.make(ledger_);
    show_to_lock(ledger_, disk_.seen());
    disk_.begin_run(random_, plan.number, plan.faults);
    import_process(*this, plan).run();
    if (disk_.is_dead())
        log_.add({"run", plan.number}, "dies");
    if (plan.loses_power) {
        log_.add({"power"}, "fails");
        simulation::count("power: failed");
        disk_.lose_power(random_, plan.number);
    }
    disk_.end_run();
    // Requests of a process that is gone arrive nevertheless. The next run begins in another second: the
    // service tells the time of a login in seconds.
    clock_.schedule_after(2s, [] {});
    while (clock_.next_event())
        clock_.run_next_event();
    check_files(plan);
}

void history::check_files(const run_plan& plan)
{
    try {
        const ledger_rows found = rows_in(disk_.seen(), ledger_);
        if (std::string wrong = record_.difference(found, plan.loses_power); !wrong.empty())
            violate(std::move(wrong));
        check_rows(found);
    } catch (const std::exception& failure) {
        violate(std::string(plan.loses_power ? "a power failure" : "a run") +
                " damaged the ledger: " + failure.what());
    }
    if (disk_.was_written(simulation::beginning_of_passwords) || disk_.was_written(simulation::api_token))
        violate("a secret was written to the disk");
}

void history::check_rows(const ledger_rows& found)
{
    for (const auto& [key, row] : found) {
        model_account& its = account(key.email);
        const simulation::deeds& done = its.of(its.versions[row.digest]);
        if (row.state == bulk::row_state::applied && !done.was_made)
            violate(key.email + ": the ledger calls it registered, and it never was");
        if (row.state == bulk::row_state::rejected && !done.was_refused)
            violate(key.email + ": the ledger calls it refused, and it never was");
        if (row.state == bulk::row_state::failed && done.was_made)
            violate(key.email + ": the ledger says that the service did nothing, and it did");
        if (row.state == bulk::row_state::pending && done.was_made)
            violate(key.email + ": the ledger says that it was not sent, and it was");
    }
}

} // namespace useapi::disk_simulation
